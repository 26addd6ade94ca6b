// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// Products of int8 without a dedicated instruction: the operands are widened first.
namespace jtp {
namespace {

// sum + the exact products of four unsigned bytes of a with four signed bytes of b in each lane. The byte
// instruction would saturate its 16-bit sums, so even and odd bytes are widened first.
inline Ints dot_bytes(Ints sum, Ints a, Ints b) {
  const Ints even_products = _mm512_madd_epi16(_mm512_and_si512(a, _mm512_set1_epi16(0xFF)),
                                               _mm512_srai_epi16(_mm512_slli_epi16(b, 8), 8));
  const Ints odd_products = _mm512_madd_epi16(_mm512_srli_epi16(a, 8), _mm512_srai_epi16(b, 8));
  return _mm512_add_epi32(sum, _mm512_add_epi32(even_products, odd_products));
}

// The sums, widened halves and a mask fit in 32 registers.
constexpr int kInt8Rows = 6;

}  // namespace
}  // namespace jtp
