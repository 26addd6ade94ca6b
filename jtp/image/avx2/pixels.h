// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

// Four pixels (16 bytes, RGBA) in a register. Fewer are loaded at the end of a row.

namespace jtp {
namespace {

using Pixels = __m128i;

inline Pixels load(const std::uint8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
inline void store(std::uint8_t* p, Pixels v) { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }

// All ones in the first `count` of the four 32-bit lanes.
inline __m128i first_lanes(int count) {
  return _mm_cmpgt_epi32(_mm_set1_epi32(count), _mm_setr_epi32(0, 1, 2, 3));
}

// Loads `count` < 4 pixels. The other lanes are zero, and their memory is not touched.
inline Pixels load(const std::uint8_t* p, int count) {
  return _mm_maskload_epi32(reinterpret_cast<const int*>(p), first_lanes(count));
}
inline void store(std::uint8_t* p, Pixels v, int count) {
  _mm_maskstore_epi32(reinterpret_cast<int*>(p), first_lanes(count), v);
}

// mul_div_255() of the colours and their alpha, in 16 bits: 255 * 255 + 128 and the sum after it stay below
// 2^16. Alpha is multiplied by 255, which leaves it unchanged.
inline Pixels premultiplied(Pixels pixels) {
  const __m256i v = _mm256_cvtepu8_epi16(pixels);
  const __m256i alpha = _mm256_shufflehi_epi16(_mm256_shufflelo_epi16(v, 0xFF), 0xFF);
  const __m256i factor = _mm256_or_si256(alpha, _mm256_set1_epi64x(0x00FF'0000'0000'0000));
  const __m256i t = _mm256_add_epi16(_mm256_mullo_epi16(v, factor), _mm256_set1_epi16(128));
  const __m256i product = _mm256_srli_epi16(_mm256_add_epi16(_mm256_srli_epi16(t, 8), t), 8);
  return _mm_packus_epi16(_mm256_castsi256_si128(product), _mm256_extracti128_si256(product, 1));
}

// The bytes of one pixel from its four sums: `bits` fraction bits are dropped and the result saturates.
// Shifted sums fit in 16 bits.
template <int bits>
void store_pixel(std::uint8_t* p, __m128i sums) {
  const __m128i words = _mm_packs_epi32(_mm_srai_epi32(sums, bits), _mm_setzero_si128());
  _mm_storeu_si32(p, _mm_packus_epi16(words, words));
}

}  // namespace
}  // namespace jtp
