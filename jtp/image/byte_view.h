// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "jtp/base/error.h"

namespace jtp {

// Bounds-checked reads of integers from the bytes of a file. A read beyond the end throws Error
// kInvalidInput.
class ByteView {
 public:
  // `what` is the name of the format for messages and must outlive the view.
  ByteView(std::span<const std::byte> bytes, std::string_view what) : bytes_(bytes), what_(what) {}

  std::uint64_t size() const { return bytes_.size(); }
  bool contains(std::uint64_t at, std::uint64_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }

  std::span<const std::byte> slice(std::uint64_t at, std::uint64_t count) const {
    if (!contains(at, count)) {
      fail(ErrorKind::kInvalidInput, "{}: truncated: {} bytes at offset {} are wanted, the file has {}",
           what_, count, at, bytes_.size());
    }
    return bytes_.subspan(at, count);
  }

  std::uint8_t u8(std::uint64_t at) const { return std::to_integer<std::uint8_t>(slice(at, 1)[0]); }
  std::uint16_t u16le(std::uint64_t at) const {
    return static_cast<std::uint16_t>(little_endian(slice(at, 2)));
  }
  std::uint32_t u32le(std::uint64_t at) const { return little_endian(slice(at, 4)); }
  std::uint16_t u16be(std::uint64_t at) const { return static_cast<std::uint16_t>(big_endian(slice(at, 2))); }
  std::uint32_t u32be(std::uint64_t at) const { return big_endian(slice(at, 4)); }

 private:
  static std::uint32_t little_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
      value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
    return value;
  }
  static std::uint32_t big_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value;
  }

  std::span<const std::byte> bytes_;
  std::string_view what_;
};

}  // namespace jtp
