// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace jtp {

// A read-only memory map of a regular file. Movable; the bytes stay valid for the lifetime of the object. As
// with any map, reads fault (SIGBUS) if another program truncates the file while it is mapped.
class MappedFile {
 public:
  MappedFile() = default;

  // Throws Error naming the path: kNotFound, or kIo (no permission, not a regular file).
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  std::span<const std::byte> bytes() const { return {data_, size_}; }
  std::size_t size() const { return size_; }

  // Tells the kernel that the pages that lie wholly inside `range` (a part of bytes()) are not needed soon.
  // They stay readable.
  void release(std::span<const std::byte> range) const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace jtp
