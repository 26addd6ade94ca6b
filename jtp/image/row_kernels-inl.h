// SPDX-License-Identifier: Apache-2.0
#pragma once

// The row kernels over the registers of one instruction set; <isa>/row_table.cc includes its pixels.h and
// sums.h first. Everything has internal linkage.

#include <cstdint>

#include "jtp/image/row_kernels.h"

namespace jtp {
namespace {

constexpr std::int32_t kHalf = 1 << (kResampleFractionBits - 1);

void premultiply(const std::uint8_t* in, std::int64_t pixels, std::uint8_t* out) {
  std::int64_t x = 0;
  for (; x + 4 <= pixels; x += 4) store(out + 4 * x, premultiplied(load(in + 4 * x)));
  if (x == pixels) return;
  const int rest = static_cast<int>(pixels - x);
  store(out + 4 * x, premultiplied(load(in + 4 * x, rest)), rest);
}

// Loads weights like pixels: four of 4 bytes.
inline Pixels load_weights(const std::int32_t* p) { return load(reinterpret_cast<const std::uint8_t*>(p)); }
inline Pixels load_weights(const std::int32_t* p, int count) {
  return load(reinterpret_cast<const std::uint8_t*>(p), count);
}

void resample_row(const std::uint8_t* in, const ResampleWindow* windows, std::int64_t size,
                  std::uint8_t* out) {
  for (std::int64_t i = 0; i < size; ++i) {
    const ResampleWindow& window = windows[i];
    const std::uint8_t* pixels = in + std::int64_t{4} * window.first;
    Sums sums = all_equal(kHalf / 4);  // four of these are added up
    int k = 0;
    for (; k + 4 <= window.count; k += 4) {
      sums = add_products(sums, one_per_pixel(load_weights(window.weights + k)), load(pixels + 4 * k));
    }
    if (const int rest = window.count - k; rest > 0) {
      sums = add_products(sums, one_per_pixel(load_weights(window.weights + k, rest)),
                          load(pixels + 4 * k, rest));
    }
    store_pixel<kResampleFractionBits>(out + 4 * i, folded(sums));
  }
}

// The next 4 * blocks pixels of the output row, from the same columns of the input rows.
template <int blocks>
void combine_columns(const std::uint8_t* rows, const ResampleWindow& window, std::int64_t row_bytes,
                     std::uint8_t* out) {
  Sums sums[blocks];
  for (Sums& block : sums) block = all_equal(kHalf);
  for (int k = 0; k < window.count; ++k, rows += row_bytes) {
    const Sums weight = all_equal(window.weights[k]);
    for (int b = 0; b < blocks; ++b) sums[b] = add_products(sums[b], weight, load(rows + 16 * b));
  }
  for (int b = 0; b < blocks; ++b) store(out + 16 * b, to_bytes<kResampleFractionBits>(sums[b]));
}

// The last pixels of the output row, fewer than four.
void combine_rest(const std::uint8_t* rows, const ResampleWindow& window, std::int64_t row_bytes,
                  std::uint8_t* out, int pixels) {
  Sums sums = all_equal(kHalf);
  for (int k = 0; k < window.count; ++k, rows += row_bytes) {
    sums = add_products(sums, all_equal(window.weights[k]), load(rows, pixels));
  }
  store(out, to_bytes<kResampleFractionBits>(sums), pixels);
}

void combine_rows(const std::uint8_t* rows, const ResampleWindow* window, std::int64_t row_bytes,
                  std::uint8_t* out) {
  const std::uint8_t* first = rows + window->first * row_bytes;
  std::int64_t at = 0;
  for (; at + 64 <= row_bytes; at += 64) combine_columns<4>(first + at, *window, row_bytes, out + at);
  for (; at + 16 <= row_bytes; at += 16) combine_columns<1>(first + at, *window, row_bytes, out + at);
  const int rest = static_cast<int>((row_bytes - at) / 4);
  if (rest > 0) combine_rest(first + at, *window, row_bytes, out + at, rest);
}

}  // namespace
}  // namespace jtp
