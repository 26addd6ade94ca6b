// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace jtp {

struct PngLayout {
  std::size_t row_bytes = 0;    // without the filter byte
  std::size_t pixel_bytes = 0;  // 1 to 4
  std::int64_t rows = 0;
};

// The unfiltered rows of a non-interlaced PNG. `chunks` is the file from its first IDAT chunk on and must
// outlive the returned function. Each of its `rows` calls gives the next row: row_bytes bytes that stay valid
// until the next call. It throws Error kInvalidInput if chunks are missing, truncated or have a wrong
// checksum, or if they do not inflate to enough bytes. Data after the last pixel is read to the end of the
// compressed stream.
std::function<std::span<const std::uint8_t>()> png_scanlines(std::span<const std::byte> chunks,
                                                             const PngLayout& layout);

}  // namespace jtp
