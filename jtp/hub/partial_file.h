// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace jtp {

// A file that grows while it is downloaded and survives an interruption. Its final name comes only with
// finish(); it is too large, and must outlive the process too often, for write_file_atomically(). Whoever
// opens it holds the lock. Every member throws Error kIo naming the path and, when the disk is full, the
// bytes still needed.
class PartialFile {
 public:
  // Opens what an earlier run left, or a new empty file. `full_size` is the size it shall have in the end.
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

// Throws Error kIo when the file system of `folder` has less than `bytes` free for this user, with both
// numbers.
void require_space(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace jtp
