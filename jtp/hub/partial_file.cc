// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/partial_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {

PartialFile::PartialFile(std::filesystem::path path, std::uint64_t full_size)
    : path_(std::move(path)), full_size_(full_size) {
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (fd_ < 0) fail_errno("cannot open");
  const off_t end = ::lseek(fd_, 0, SEEK_END);
  size_ = end > 0 ? static_cast<std::uint64_t>(end) : 0;
}

PartialFile::~PartialFile() {
  if (fd_ >= 0) ::close(fd_);
}

void PartialFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_errno("cannot write");
    size_ += static_cast<std::uint64_t>(n);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

void PartialFile::clear() {
  if (::ftruncate(fd_, 0) != 0) fail_errno("cannot truncate");
  size_ = 0;
}

void PartialFile::finish(const std::filesystem::path& final_path) {
  if (::fsync(fd_) != 0) fail_errno("cannot flush");
  if (::rename(path_.c_str(), final_path.c_str()) != 0) fail_errno("cannot rename");
}

void PartialFile::fail_errno(const char* what) const {
  const int error = errno;
  if (error == ENOSPC || error == EDQUOT) {
    fail(ErrorKind::kIo,
         "{}: the disk is full: {} more bytes are needed; the {} so far are kept for the next attempt",
         path_.string(), full_size_ - size_, size_);
  }
  fail(ErrorKind::kIo, "{}: {}: {}", path_.string(), what, std::strerror(error));
}

void require_space(const std::filesystem::path& folder, std::uint64_t bytes) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0) return;  // then the write itself will fail
  const std::uint64_t free = std::uint64_t{info.f_bavail} * info.f_frsize;
  if (free >= bytes) return;
  fail(ErrorKind::kIo,
       "{}: not enough space: {} bytes are needed, {} are free; HF_HUB_CACHE can name another folder",
       folder.string(), bytes, free);
}

}  // namespace jtp
