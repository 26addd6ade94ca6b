// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

// Bits of a pixel in a run-length encoded BMP: compression 1 (RLE8) and 2 (RLE4).
enum class RleDepth { k8, k4 };

struct RleSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};

// The palette indices, width * height of them in stored order, of the RLE stream that begins at offset `at`
// of `file`. Follows Pillow 9.4 where it departs from the format: runs are cut at the end of a row, pixels
// that a row leaves out or a delta skips have index 0, and an absolute RLE4 run of odd length loses its last
// pixel. Throws Error kInvalidInput where the stream ends before the last pixel, as Pillow does.
std::vector<std::uint8_t> expand_bmp_rle(std::span<const std::byte> file, std::uint64_t at, RleDepth depth,
                                         RleSize size);

}  // namespace jtp
