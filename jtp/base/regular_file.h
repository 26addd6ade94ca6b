// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

// A regular file, open for reading. A FIFO, a device or a folder is refused without blocking.
class RegularFile {
 public:
  // Throws Error naming the path, as read() does: kNotFound, or kIo (no permission, not a regular file).
  explicit RegularFile(const std::filesystem::path& path);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  int descriptor() const { return fd_; }
  std::uint64_t size() const { return size_; }  // in bytes, at the time of opening

  // Reads the next bytes.size() bytes, or fewer at the end of the file, and returns their number.
  std::size_t read(std::span<std::byte> bytes) const;

  // The same from `offset` on; it does not move the position of read().
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> bytes) const;

 private:
  std::filesystem::path path_;
  int fd_;
  std::uint64_t size_ = 0;
};

// The content of a file that people may edit meanwhile. It is read, not mapped: if another program shortens
// the file, the worst result is an error, never a fault. Throws what RegularFile throws, and Error of the
// kind `too_large` before reading if the file has more than `max_bytes`.
std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t max_bytes,
                                 ErrorKind too_large);

}  // namespace jtp
