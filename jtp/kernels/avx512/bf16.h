// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// Products of bf16 without a dedicated instruction: the operands are widened first.
namespace jtp {
namespace {

inline void store_bf16(void* p, Vec v) { _mm256_storeu_si256(static_cast<__m256i*>(p), round_bf16(v)); }
inline void store_bf16_first(void* p, Vec v, std::int64_t n) {
  _mm256_mask_storeu_epi16(p, first_lanes(n), round_bf16(v));
}

// sum + a.even b.even + a.odd b.odd
inline Vec dot_pairs(Vec sum, Ints a, Ints b) { return fma(odd(a), odd(b), fma(even(a), even(b), sum)); }

// The sums and the two widened halves of each column and of one row fit in 32 registers.
constexpr int kBf16Rows = 6;
constexpr bool kMultipliesBf16 = false;

}  // namespace
}  // namespace jtp
