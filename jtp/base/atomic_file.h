// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

// Writes a file so that `path` holds all of it or stays as it was: the bytes go to a temporary file in the
// same folder, which commit() flushes to the disk and renames over `path`. An existing file keeps its mode; a
// symbolic link is followed, so that the link stays; what is there and no regular file (a device, a FIFO) is
// refused. Without commit() the temporary file is removed. All members throw Error kIo or kNotFound naming
// the path.
class AtomicFile {
 public:
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(std::as_bytes(std::span(text.data(), text.size()))); }
  void commit();

 private:
  [[noreturn]] void fail_errno(const char* what) const;

  std::filesystem::path target_;
  std::string name_;
  int fd_ = -1;
  bool committed_ = false;
};

// The whole of a small file at once.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

struct FileContent {
  std::filesystem::path path;
  std::string_view content;
};

// The same for some hundred small files of different names, side by side: the disk flushes many of them in
// the time of one. Each stands for itself: the result says of each file what write_file_atomically() would
// throw, or nothing.
std::vector<std::optional<Error>> write_files_atomically(std::span<const FileContent> files);

}  // namespace jtp
