// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>

#include "jtp/image/pixel.h"
#include "jtp/image/row_tables.h"

namespace jtp {
namespace {

constexpr std::int32_t kHalf = 1 << (kResampleFractionBits - 1);

std::uint8_t to_byte(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> kResampleFractionBits, 0, 255));
}

void premultiply(const std::uint8_t* in, std::int64_t pixels, std::uint8_t* out) {
  for (std::int64_t x = 0; x < pixels; ++x, in += 4, out += 4) {
    const std::uint8_t alpha = in[3];
    for (int c = 0; c < 3; ++c) out[c] = mul_div_255(in[c], alpha);
    out[3] = alpha;
  }
}

void resample_row(const std::uint8_t* in, const ResampleWindow* windows, std::int64_t size,
                  std::uint8_t* out) {
  for (std::int64_t i = 0; i < size; ++i, out += 4) {
    const ResampleWindow& window = windows[i];
    const std::uint8_t* pixel = in + std::ptrdiff_t{4} * window.first;
    std::array<std::int32_t, 4> sums = {kHalf, kHalf, kHalf, kHalf};
    for (int k = 0; k < window.count; ++k, pixel += 4) {
      for (std::size_t c = 0; c < 4; ++c) sums[c] += window.weights[k] * pixel[c];
    }
    for (std::size_t c = 0; c < 4; ++c) out[c] = to_byte(sums[c]);
  }
}

// Works on blocks of columns whose sums stay in registers or the first-level cache.
void combine_rows(const std::uint8_t* rows, const ResampleWindow* window, std::int64_t row_bytes,
                  std::uint8_t* out) {
  constexpr std::int64_t kBlock = 256;
  for (std::int64_t begin = 0; begin < row_bytes; begin += kBlock) {
    const auto count = static_cast<std::size_t>(std::min(kBlock, row_bytes - begin));
    std::array<std::int32_t, kBlock> sums;
    sums.fill(kHalf);
    const std::uint8_t* row = rows + window->first * row_bytes + begin;
    for (int k = 0; k < window->count; ++k, row += row_bytes) {
      for (std::size_t i = 0; i < count; ++i) sums[i] += window->weights[k] * row[i];
    }
    for (std::size_t i = 0; i < count; ++i) out[begin + static_cast<std::int64_t>(i)] = to_byte(sums[i]);
  }
}

}  // namespace

const RowKernels kScalarRowKernels = {
    .isa = Isa::kScalar,
    .premultiply = premultiply,
    .resample_row = resample_row,
    .combine_rows = combine_rows,
};

}  // namespace jtp
