// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/result_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace fs = std::filesystem;

ResultStream::ResultStream(const fs::path& file) : file_(file) {
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  const bool direct = fs::exists(status) && !fs::is_regular_file(status);
  const fs::path target = direct ? file : fs::path(file.string() + ".part");
  const int flags = O_WRONLY | O_CLOEXEC | (direct ? 0 : O_CREAT | O_EXCL);
  fd_ = ::open(target.c_str(), flags, 0666);
  if (fd_ < 0 && errno == EEXIST) {
    fail(ErrorKind::kUsage, "{}: holds the results of an interrupted run; move it away first",
         target.string());
  }
  if (fd_ < 0) {
    fail(errno == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: cannot write: {}", target.string(),
         std::strerror(errno));
  }
  if (!direct) part_ = target;
}

ResultStream::~ResultStream() {
  if (fd_ != STDOUT_FILENO) ::close(fd_);
}

void ResultStream::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) fail(ErrorKind::kCancelled, "standard output was closed by its reader");
    if (n < 0) {
      const std::string name = fd_ == STDOUT_FILENO ? "standard output" : part_.value_or(file_).string();
      fail(ErrorKind::kIo, "{}: cannot write: {}", name, std::strerror(errno));
    }
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void ResultStream::complete() {
  if (!part_) return;
  if (::fsync(fd_) != 0 || std::rename(part_->c_str(), file_.c_str()) != 0) {
    fail(ErrorKind::kIo, "{}: cannot replace: {}; the results are in {}", file_.string(),
         std::strerror(errno), part_->string());
  }
  part_.reset();
}

}  // namespace jtp
