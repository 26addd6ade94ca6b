// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// Products of bf16 and int8 without instructions for them: they are widened first.
namespace jtp {
namespace {

inline void store_bf16(void* p, Vec v) { _mm256_storeu_si256(static_cast<__m256i*>(p), round_bf16(v)); }
inline void store_bf16_first(void* p, Vec v, std::int64_t n) {
  _mm256_mask_storeu_epi16(p, first_lanes(n), round_bf16(v));
}

// sum + a.even b.even + a.odd b.odd
inline Vec dot_pairs(Vec sum, Ints a, Ints b) { return fma(odd(a), odd(b), fma(even(a), even(b), sum)); }

// sum + the products of four unsigned bytes of a with four signed bytes of b in each lane, exactly. The
// instruction for bytes would saturate its 16-bit sums, so even and odd bytes are widened first.
inline Ints dot_bytes(Ints sum, Ints a, Ints b) {
  const Ints even_products = _mm512_madd_epi16(_mm512_and_si512(a, _mm512_set1_epi16(0xFF)),
                                               _mm512_srai_epi16(_mm512_slli_epi16(b, 8), 8));
  const Ints odd_products = _mm512_madd_epi16(_mm512_srli_epi16(a, 8), _mm512_srai_epi16(b, 8));
  return _mm512_add_epi32(sum, _mm512_add_epi32(even_products, odd_products));
}

// Sums, two widened halves of each column and of one row fit in 32 registers.
constexpr int kBf16Rows = 6;
constexpr int kInt8Rows = 6;
constexpr bool kMultipliesBf16 = false;

}  // namespace
}  // namespace jtp
