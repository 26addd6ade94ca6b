// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/image/avx2/pixels.h"

namespace jtp {
namespace {

// The sums of the 16 channels of four pixels, 32 bits each.
struct Sums {
  __m256i low;   // pixels 0 and 1
  __m256i high;  // pixels 2 and 3
};

inline Sums all_equal(std::int32_t value) { return {_mm256_set1_epi32(value), _mm256_set1_epi32(value)}; }

// Weight k in the lanes of pixel k.
inline Sums one_per_pixel(__m128i weights) {
  const __m256i twice = _mm256_broadcastsi128_si256(weights);
  return {_mm256_permutevar8x32_epi32(twice, _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1)),
          _mm256_permutevar8x32_epi32(twice, _mm256_setr_epi32(2, 2, 2, 2, 3, 3, 3, 3))};
}

inline Sums add_products(Sums sums, Sums weights, Pixels pixels) {
  const __m256i low = _mm256_cvtepu8_epi32(pixels);
  const __m256i high = _mm256_cvtepu8_epi32(_mm_unpackhi_epi64(pixels, pixels));
  return {_mm256_add_epi32(sums.low, _mm256_mullo_epi32(weights.low, low)),
          _mm256_add_epi32(sums.high, _mm256_mullo_epi32(weights.high, high))};
}

// The sum of the four pixels, in the lanes of one pixel.
inline __m128i folded(Sums sums) {
  const __m256i pair = _mm256_add_epi32(sums.low, sums.high);
  return _mm_add_epi32(_mm256_castsi256_si128(pair), _mm256_extracti128_si256(pair, 1));
}

// Drops the `bits` fraction bits and saturates. Shifted sums fit in 16 bits.
template <int bits>
Pixels to_bytes(Sums sums) {
  const __m256i words =
      _mm256_packs_epi32(_mm256_srai_epi32(sums.low, bits), _mm256_srai_epi32(sums.high, bits));
  // Packing works within 128-bit halves: the pixels are now in the order 0, 2, 1, 3.
  const __m256i ordered = _mm256_permute4x64_epi64(words, 0b11'01'10'00);
  return _mm_packus_epi16(_mm256_castsi256_si128(ordered), _mm256_extracti128_si256(ordered, 1));
}

}  // namespace
}  // namespace jtp
