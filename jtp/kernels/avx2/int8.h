// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx2/vec.h"

// Products of int8 without a dedicated instruction: the operands are widened first.
namespace jtp {
namespace {

// sum + the exact products of four unsigned bytes of a with four signed bytes of b in each lane. The byte
// instruction would saturate its 16-bit sums, so even and odd bytes are widened first.
inline Ints dot_bytes(Ints sum, Ints a, Ints b) {
  const Ints even_products = _mm256_madd_epi16(_mm256_and_si256(a, _mm256_set1_epi16(0xFF)),
                                               _mm256_srai_epi16(_mm256_slli_epi16(b, 8), 8));
  const Ints odd_products = _mm256_madd_epi16(_mm256_srli_epi16(a, 8), _mm256_srai_epi16(b, 8));
  return _mm256_add_epi32(sum, _mm256_add_epi32(even_products, odd_products));
}

// The sums, widened halves and a mask fit in 16 registers.
constexpr int kInt8Rows = 3;

}  // namespace
}  // namespace jtp
