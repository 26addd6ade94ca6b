// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr int kMaxLinks = 40;  // what Linux itself follows before ELOOP

std::filesystem::path follow_links(std::filesystem::path path) {
  std::error_code ignored;
  for (int i = 0; i < kMaxLinks && std::filesystem::is_symlink(path, ignored); ++i) {
    const std::filesystem::path target = std::filesystem::read_symlink(path);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return path;
}

// The mode of the file that will be replaced, or what open() would give a new one.
mode_t mode_for(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return info.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

AtomicFile::AtomicFile(const std::filesystem::path& path)
    : target_(follow_links(path)), name_((target_.parent_path() / ".jtp-XXXXXX").string()) {
  fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
  if (fd_ < 0) fail_errno("cannot write beside it");
}

AtomicFile::~AtomicFile() {
  ::close(fd_);
  if (!committed_) ::unlink(name_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_errno("cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

void AtomicFile::commit() {
  if (::fchmod(fd_, mode_for(target_)) != 0) fail_errno("cannot set the mode");
  if (::fsync(fd_) != 0) fail_errno("cannot flush");
  if (::rename(name_.c_str(), target_.c_str()) != 0) fail_errno("cannot replace");
  committed_ = true;
}

void AtomicFile::fail_errno(const char* what) const {
  const int error = errno;
  fail(error == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: {}: {}", target_.string(), what,
       std::strerror(error));
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

}  // namespace jtp
