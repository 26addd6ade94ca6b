// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/standard_input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "cli/terminal/signals.h"
#include "jtp/base/error.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxName = 1 << 20;

// Waits for data and checks for signals meanwhile, because a signal may be delivered to another thread.
// Nothing after a signal; 0 at the end.
std::optional<std::size_t> read_some(int fd, std::span<char> buffer, const std::filesystem::path& name) {
  constexpr int kMilliseconds = 100;
  while (!interrupted()) {
    pollfd ready{.fd = fd, .events = POLLIN, .revents = 0};
    const int polled = ::poll(&ready, 1, kMilliseconds);
    if (polled == 0 || (polled < 0 && errno == EINTR)) continue;
    const ssize_t n = polled < 0 ? -1 : ::read(fd, buffer.data(), buffer.size());
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR && errno != EAGAIN) {
      fail(ErrorKind::kIo, "{}: cannot read: {}", name.string(), std::strerror(errno));
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::byte> read_standard_input() {
  std::vector<std::byte> bytes;
  std::array<char, 1 << 16> buffer{};
  while (true) {
    const auto count = read_some(STDIN_FILENO, buffer, "standard input");
    if (!count) fail(ErrorKind::kCancelled, "interrupted while reading standard input");
    if (*count == 0) return bytes;
    if (bytes.size() + *count > static_cast<std::size_t>(kMaxPictureBytes)) {
      fail(ErrorKind::kUnsupported, "standard input: more than {} bytes", kMaxPictureBytes);
    }
    const auto part = std::as_bytes(std::span(buffer.data(), *count));
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
}

NameReader::NameReader(const std::filesystem::path& file, char separator)
    : file_(file), separator_(separator) {
  if (file == "-") return;
  fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) {
    fail(errno == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: {}", file.string(),
         std::strerror(errno));
  }
}

NameReader::~NameReader() {
  if (fd_ != STDIN_FILENO) ::close(fd_);
}

std::optional<std::string> NameReader::next() {
  while (true) {
    const std::size_t end = buffer_.find(separator_, begin_);
    if (end == std::string::npos && !ended_) {
      if (!fill()) return std::nullopt;
      continue;
    }
    if (end == std::string::npos && begin_ == buffer_.size()) return std::nullopt;
    std::string name = buffer_.substr(begin_, end == std::string::npos ? end : end - begin_);
    begin_ = end == std::string::npos ? buffer_.size() : end + 1;
    if (separator_ == '\n' && name.ends_with('\r')) name.pop_back();
    if (!name.empty()) return name;
  }
}

// Reads more; false after a signal.
bool NameReader::fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (buffer_.size() > kMaxName)
    fail(ErrorKind::kUnsupported, "{}: a name of more than {} bytes", file_.string(), kMaxName);
  std::array<char, 1 << 14> part{};
  const auto count = read_some(fd_, part, file_);
  if (!count) return false;
  if (*count == 0) ended_ = true;
  buffer_.append(part.data(), *count);
  return true;
}

}  // namespace jtp
