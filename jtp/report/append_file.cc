// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/append_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"

namespace jtp {

AppendFile::AppendFile(const std::filesystem::path& path, std::string_view content) : path_(path) {
  write_file_atomically(path, content);
  fd_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd_ < 0) fail(ErrorKind::kIo, "{}: cannot write: {}", path.string(), std::strerror(errno));
}

AppendFile::~AppendFile() { ::close(fd_); }

void AppendFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(ErrorKind::kIo, "{}: cannot write: {}", path_.string(), std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace jtp
