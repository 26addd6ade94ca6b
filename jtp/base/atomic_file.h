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

// What a file shall be.
struct FileChange {
  std::filesystem::path path;
  std::optional<std::string_view> content;  // nothing: removed
};

// write_file_atomically() for thousands of small files of different names, and their removal: the disk is
// flushed for all of them together before the first name changes, and once more at the end, so that on return
// the changes are there to stay. (write_file_atomically() leaves that to the system: after a power cut a file
// may be as it was.) Each file stands for itself: the result says of each what write_file_atomically() would
// throw, or nothing. Throws Error kIo where the disk cannot be flushed at the end. A program that is killed
// leaves at most a few temporary files, where the file system has files without a name (all usual ones of
// Linux).
std::vector<std::optional<Error>> change_files(std::span<const FileChange> files);

}  // namespace jtp
