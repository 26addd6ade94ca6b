// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// Products of bf16 with the AVX512-BF16 instruction, which flushes subnormal inputs and results to zero.
namespace jtp {
namespace {

inline __m256i convert_bf16(Vec v) {
  const __m256bh converted = _mm512_cvtneps_pbh(v);
  __m256i bits;
  static_assert(sizeof bits == sizeof converted);
  __builtin_memcpy(&bits, &converted, sizeof bits);
  return bits;
}
inline void store_bf16(void* p, Vec v) { _mm256_storeu_si256(static_cast<__m256i*>(p), convert_bf16(v)); }
inline void store_bf16_first(void* p, Vec v, std::int64_t n) {
  _mm256_mask_storeu_epi16(p, first_lanes(n), convert_bf16(v));
}

// sum + a.even b.even + a.odd b.odd. In assembler, because GCC 12 copies some of 27 sums through memory when
// the intrinsic is used.
inline Vec dot_pairs(Vec sum, Ints a, Ints b) {
  asm("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  return sum;
}

// 27 sums, 3 columns and 1 row in 32 registers; 729 tokens are 81 x 9.
constexpr int kBf16Rows = 9;
constexpr bool kMultipliesBf16 = true;

}  // namespace
}  // namespace jtp
