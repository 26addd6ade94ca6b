// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jtp {

// Reads all of standard input, for `-`. Throws Error kIo, kUnsupported (more than kMaxPictureBytes),
// kCancelled if a signal comes first.
std::vector<std::byte> read_standard_input();

// The names in a list, one at a time as they arrive: the non-empty texts between separators. With newlines as
// separators, a carriage return at the end of a name is removed.
class NameReader {
 public:
  // `file`: "-" for standard input. Throws Error kNotFound, kIo.
  NameReader(const std::filesystem::path& file, char separator);
  ~NameReader();
  NameReader(const NameReader&) = delete;
  NameReader& operator=(const NameReader&) = delete;

  // Waits for the next name; nothing at the end, or after a signal. Throws Error kIo, and kUnsupported for a
  // name that is longer than any path can be.
  std::optional<std::string> next();

 private:
  bool fill();

  std::filesystem::path file_;
  char separator_;
  int fd_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;  // start of the unread part
  bool ended_ = false;
};

}  // namespace jtp
