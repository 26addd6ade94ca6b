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

// Writes a file so that `path` ends up complete or unchanged. The bytes go to a temporary file in the same
// folder, which commit() flushes to the disk and renames over `path`. An existing file keeps its mode. A
// symbolic link is followed and stays a link; other hard links of the file keep the old content. Anything at
// `path` that is not a regular file (a device, a FIFO) is refused, and so is a read-only file (no write bit
// in its mode), also for root. Without commit() the temporary file is removed. All members throw Error kIo or
// kNotFound naming the path.
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

// Writes a small file in one call.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

// One file to write or remove.
struct FileChange {
  std::filesystem::path path;
  std::optional<std::string_view> content;  // nothing: remove the file
};

// write_file_atomically() for thousands of small files with different names, and their removal. The disk is
// flushed once for all of them before the first name changes and once more at the end, so the changes are
// permanent on return. (write_file_atomically() leaves the last flush to the system: after a power cut, a
// file may have its old content.) The files are independent: for each one the result holds the error that
// write_file_atomically() would throw, or nothing. Throws Error kIo if the disk cannot be flushed at the end.
// If the program is killed, at most a few temporary files are left behind on a file system that supports
// files without a name (all usual ones on Linux).
std::vector<std::optional<Error>> change_files(std::span<const FileChange> files);

}  // namespace jtp
