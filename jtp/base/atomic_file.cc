// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"

namespace jtp {
namespace {

constexpr std::size_t kFlushesAtOnce = 8;  // threads that mostly wait for the disk
constexpr int kMaxLinks = 40;              // what Linux itself follows before ELOOP

std::filesystem::path follow_links(std::filesystem::path path) {
  std::error_code ignored;
  for (int i = 0; i < kMaxLinks && std::filesystem::is_symlink(path, ignored); ++i) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, ignored);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return path;
}

// The mode of the file that will be replaced; nothing where there is none. Renaming over a device such as
// /dev/null would take it from the whole system.
std::optional<mode_t> replaced_mode(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  if (!S_ISREG(info.st_mode))
    fail(ErrorKind::kIo, "{}: not a regular file, it cannot be replaced", path.string());
  return info.st_mode & 07777;
}

std::string temporary_name(const std::filesystem::path& target) {
  return (target.parent_path() / fmt::format(".jtp-{:08x}", std::random_device()())).string();
}

}  // namespace

// open() rather than mkstemp(): a new file gets the rights that the umask and its folder give any other, and
// the umask can be read by changing it only, for all threads.
AtomicFile::AtomicFile(const std::filesystem::path& path) : target_(follow_links(path)) {
  const mode_t mode = replaced_mode(target_).value_or(0666) & 0666;
  do {
    name_ = temporary_name(target_);
    fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  } while (fd_ < 0 && errno == EEXIST);
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
  const auto mode = replaced_mode(target_);
  if (mode && ::fchmod(fd_, *mode) != 0) fail_errno("cannot set the mode");
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

std::vector<std::optional<Error>> write_files_atomically(std::span<const FileContent> files) {
  std::vector<std::optional<Error>> errors(files.size());
  ThreadPool pool(static_cast<int>(std::clamp<std::size_t>(files.size(), 1, kFlushesAtOnce)));
  pool.parallel_for(static_cast<std::int64_t>(files.size()), [&](std::int64_t index, int) {
    const auto i = static_cast<std::size_t>(index);
    try {
      write_file_atomically(files[i].path, files[i].content);
    } catch (const Error& error) {
      errors[i] = error;
    }
  });
  return errors;
}

}  // namespace jtp
