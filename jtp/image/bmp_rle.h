// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

// Bits per pixel in a run-length encoded BMP: compression 1 (RLE8) and 2 (RLE4).
enum class RleDepth { k8, k4 };

struct RleSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};

// Decodes the RLE stream at offset `at` of `file`. Returns width * height palette indices in stored order.
// Follows Pillow 9.4 where it deviates from the format: runs are cut at the end of a row, pixels that a row
// omits or a delta skips have index 0, and an absolute RLE4 run of odd length loses its last pixel. Like
// Pillow, throws Error kInvalidInput if the stream ends before the last pixel.
std::vector<std::uint8_t> expand_bmp_rle(std::span<const std::byte> file, std::uint64_t at, RleDepth depth,
                                         RleSize size);

}  // namespace jtp
