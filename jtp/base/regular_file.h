// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

// A regular file, open for reading. A FIFO, a device or a folder is refused without waiting for it.
class RegularFile {
 public:
  // Throws Error, as does read(): kNotFound, kIo (no rights, not a regular file), each naming the path.
  explicit RegularFile(const std::filesystem::path& path);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  int descriptor() const { return fd_; }
  std::uint64_t size() const { return size_; }  // bytes, when it was opened

  // The next bytes.size() bytes; fewer, whose number is returned, at the end of the file.
  std::size_t read(std::span<std::byte> bytes) const;

  // The bytes from `offset` on, likewise; what read() gives next stays the same.
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> bytes) const;

 private:
  std::filesystem::path path_;
  int fd_;
  std::uint64_t size_ = 0;
};

// The content of a file that people edit: read rather than mapped, because another program that shortens it
// meanwhile must be an error at worst, not a fault. Throws what RegularFile throws, and Error of the kind
// `too_large` above `max_bytes`, before anything is read.
std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t max_bytes,
                                 ErrorKind too_large);

}  // namespace jtp
