// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace jtp {

// A file that grows under its own name while others read it. All members throw Error kIo naming the path.
class AppendFile {
 public:
  // Replaces what is there by `content`, atomically, and stays open for more.
  AppendFile(const std::filesystem::path& path, std::string_view content);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  // Is with the operating system on return. After an error, and after a crash, the end may be cut off.
  void append(std::string_view bytes);

 private:
  std::filesystem::path path_;
  int fd_;
};

}  // namespace jtp
