// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace jtp {
namespace {

[[noreturn]] void fail_errno(const std::filesystem::path& path, int error) {
  const ErrorKind kind = error == ENOENT || error == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo;
  fail(kind, "{}: {}", path.string(), std::strerror(error));
}

std::uint64_t regular_size(const std::filesystem::path& path, int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) fail_errno(path, errno);
  if (S_ISDIR(info.st_mode)) fail(ErrorKind::kIo, "{}: is a folder", path.string());
  if (!S_ISREG(info.st_mode)) fail(ErrorKind::kIo, "{}: not a regular file", path.string());
  return static_cast<std::uint64_t>(info.st_size);
}

// Calls read_rest(done) until `bytes` is full or the file ends. Returns the number of bytes read.
template <typename ReadRest>
std::size_t fill(const std::filesystem::path& path, std::span<std::byte> bytes, const ReadRest& read_rest) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = read_rest(done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_errno(path, errno);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

}  // namespace

// O_NONBLOCK: opening a FIFO must not wait for a writer.
RegularFile::RegularFile(const std::filesystem::path& path)
    : path_(path), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  if (fd_ < 0) fail_errno(path, errno);
  try {
    size_ = regular_size(path, fd_);
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

RegularFile::~RegularFile() { ::close(fd_); }

std::size_t RegularFile::read(std::span<std::byte> bytes) const {
  return fill(path_, bytes,
              [&](std::size_t done) { return ::read(fd_, bytes.data() + done, bytes.size() - done); });
}

std::size_t RegularFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  return fill(path_, bytes, [&](std::size_t done) {
    return ::pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
  });
}

std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t max_bytes,
                                 ErrorKind too_large) {
  const RegularFile file(path);
  if (file.size() > max_bytes) {
    fail(too_large, "{}: too large ({} bytes; at most {} are read)", path.string(), file.size(), max_bytes);
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(file.size()));
  bytes.resize(file.read(bytes));
  return bytes;
}

}  // namespace jtp
