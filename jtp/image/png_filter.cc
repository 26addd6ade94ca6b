// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/png_filter.h"

#include <array>
#include <cstdlib>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Row = std::span<std::uint8_t>;
using Above = std::span<const std::uint8_t>;

void undo_up(Row row, Above above) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<std::uint8_t>(row[i] + above[i]);
}

// The one of left, upper and upper_left that is nearest to left + upper - upper_left, the first of equals.
// Selections instead of branches, because on photographs the branches are nearly random.
int paeth(int left, int upper, int upper_left) {
  const int to_upper = std::abs(left - upper_left);
  const int to_upper_left = std::abs(left + upper - 2 * upper_left);
  int distance = std::abs(upper - upper_left);
  int nearest = left;
  nearest = to_upper < distance ? upper : nearest;
  distance = to_upper < distance ? to_upper : distance;
  return to_upper_left < distance ? upper_left : nearest;
}

// Adds predict(left, upper, upper_left) to each byte. Pixels left of the row count as zero.
template <std::size_t kPixelBytes, typename Predict>
void undo(Row row, Above above, Predict predict) {
  std::array<int, kPixelBytes> left{};
  std::array<int, kPixelBytes> upper_left{};
  for (std::size_t i = 0; i < row.size(); i += kPixelBytes) {
    for (std::size_t c = 0; c < kPixelBytes; ++c) {
      const int upper = above[i + c];
      left[c] = (row[i + c] + predict(left[c], upper, upper_left[c])) & 0xFF;
      upper_left[c] = upper;
      row[i + c] = static_cast<std::uint8_t>(left[c]);
    }
  }
}

template <std::size_t kPixelBytes>
void undo(int type, Row row, Above above) {
  switch (type) {
    case 0:
      return;
    case 1:
      return undo<kPixelBytes>(row, above, [](int left, int, int) { return left; });
    case 2:
      return undo_up(row, above);
    case 3:
      return undo<kPixelBytes>(row, above, [](int left, int upper, int) { return (left + upper) / 2; });
    case 4:
      return undo<kPixelBytes>(row, above, paeth);
    default:
      fail(ErrorKind::kInvalidInput, "PNG: a row has filter {}; 0 to 4 exist", type);
  }
}

}  // namespace

void undo_png_filter(int type, Row row, Above above, std::size_t pixel_bytes) {
  switch (pixel_bytes) {
    case 1:
      return undo<1>(type, row, above);
    case 2:
      return undo<2>(type, row, above);
    case 3:
      return undo<3>(type, row, above);
    default:
      return undo<4>(type, row, above);
  }
}

}  // namespace jtp
