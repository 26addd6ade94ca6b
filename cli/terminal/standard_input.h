// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jtp {

// Everything on standard input, for `-`. Throws Error kIo, kUnsupported (over kMaxPictureBytes), kCancelled
// when a signal comes first.
std::vector<std::byte> read_standard_input();

// The names in a list, one by one as they arrive: what comes between separators, without empty ones. A name
// that ends at a newline loses a carriage return before it.
class NameReader {
 public:
  // `file`: "-" for standard input. Throws Error kNotFound, kIo.
  NameReader(const std::filesystem::path& file, char separator);
  ~NameReader();
  NameReader(const NameReader&) = delete;
  NameReader& operator=(const NameReader&) = delete;

  // Waits for the next name; nothing at the end, or when a signal comes. Throws Error kIo, and kUnsupported
  // for a name longer than any path can be.
  std::optional<std::string> next();

 private:
  bool fill();

  std::filesystem::path file_;
  char separator_;
  int fd_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what is not given out yet
  bool ended_ = false;
};

}  // namespace jtp
