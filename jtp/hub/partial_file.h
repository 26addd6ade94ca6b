// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace jtp {

// A file that grows during a download and survives an interruption. It gets its final name only in finish().
// write_file_atomically() does not fit, because the file is too large and must outlive the process. The
// caller must hold the file's lock. Every member throws Error kIo naming the path and, when the disk is full,
// the number of bytes still needed.
class PartialFile {
 public:
  // Opens the part that an earlier run left, or a new empty file. `full_size` is the size of the complete
  // file.
  PartialFile(std::filesystem::path path, std::uint64_t full_size);
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }

  void append(std::span<const std::byte> bytes);
  void clear();  // back to 0 bytes

  // Flushes the bytes to the disk and gives the file its final name.
  void finish(const std::filesystem::path& final_path);

 private:
  [[noreturn]] void fail_errno(const char* what) const;

  std::filesystem::path path_;
  std::uint64_t full_size_;
  std::uint64_t size_ = 0;
  int fd_ = -1;
};

// Throws Error kIo with both numbers if the file system of `folder` has fewer than `bytes` free for this
// user.
void require_space(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace jtp
