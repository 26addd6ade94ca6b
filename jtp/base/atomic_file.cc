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

// A temporary file that is unlinked unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target)
      : target_(target), name_((target.parent_path() / ".jtp-XXXXXX").string()) {
    fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
    if (fd_ < 0) fail_errno("cannot write beside it");
  }
  ~TemporaryFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!renamed_) ::unlink(name_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::string_view content) {
    while (!content.empty()) {
      const ssize_t n = ::write(fd_, content.data(), content.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail_errno("cannot write");
      content.remove_prefix(static_cast<std::size_t>(n));
    }
  }

  void rename() {
    if (::fchmod(fd_, mode_for(target_)) != 0) fail_errno("cannot set the mode");
    if (::fsync(fd_) != 0) fail_errno("cannot flush");
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail_errno("cannot replace");
    renamed_ = true;
  }

 private:
  [[noreturn]] void fail_errno(const char* what) const {
    const int error = errno;
    if (fd_ < 0) {  // the destructor will not run: nothing was made
      fail(error == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: {}: {}", target_.string(), what,
           std::strerror(error));
    }
    fail(ErrorKind::kIo, "{}: {}: {}", target_.string(), what, std::strerror(error));
  }

  std::filesystem::path target_;
  std::string name_;
  int fd_ = -1;
  bool renamed_ = false;
};

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  TemporaryFile file(follow_links(path));
  file.write(content);
  file.rename();
}

}  // namespace jtp
