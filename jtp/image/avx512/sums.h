// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/image/avx2/pixels.h"

namespace jtp {
namespace {

// The sums of the 16 channels of four pixels, 32 bits each.
using Sums = __m512i;

inline Sums all_equal(std::int32_t value) { return _mm512_set1_epi32(value); }

// Weight k in the lanes of pixel k.
inline Sums one_per_pixel(__m128i weights) {
  const __m512i lane = _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  return _mm512_permutexvar_epi32(lane, _mm512_castsi128_si512(weights));
}

inline Sums add_products(Sums sums, Sums weights, Pixels pixels) {
  return _mm512_add_epi32(sums, _mm512_mullo_epi32(weights, _mm512_cvtepu8_epi32(pixels)));
}

// The sum of the four pixels, in the lanes of one pixel.
inline __m128i folded(Sums sums) {
  const __m256i pair = _mm256_add_epi32(_mm512_castsi512_si256(sums), _mm512_extracti64x4_epi64(sums, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(pair), _mm256_extracti128_si256(pair, 1));
}

// Drops the `bits` fraction bits and saturates.
template <int bits>
Pixels to_bytes(Sums sums) {
  return _mm512_cvtusepi32_epi8(_mm512_max_epi32(_mm512_srai_epi32(sums, bits), _mm512_setzero_si512()));
}

}  // namespace
}  // namespace jtp
