// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace jtp {

// A file that others can read under its final name while it grows. All members throw Error kIo naming the
// path.
class AppendFile {
 public:
  // Replaces an existing file by `content`, atomically, and stays open for appending.
  AppendFile(const std::filesystem::path& path, std::string_view content);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  // Hands the bytes to the operating system before it returns. After an error or a crash, the end of the file
  // may be incomplete.
  void append(std::string_view bytes);

 private:
  std::filesystem::path path_;
  int fd_;
};

}  // namespace jtp
