// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// bf16 without the AVX512-BF16 instructions: pairs are widened and multiplied as floats.
namespace jtp {
namespace {

inline void store_bf16(void* p, Vec v) { _mm256_storeu_si256(static_cast<__m256i*>(p), round_bf16(v)); }
inline void store_bf16_first(void* p, Vec v, std::int64_t n) {
  _mm256_mask_storeu_epi16(p, first_lanes(n), round_bf16(v));
}

// sum + a.even b.even + a.odd b.odd
inline Vec dot_pairs(Vec sum, Pairs a, Pairs b) { return fma(odd(a), odd(b), fma(even(a), even(b), sum)); }

constexpr int kBf16Rows = 6;  // 18 sums, 6 widened columns and 2 widened rows fit in 32 registers

}  // namespace
}  // namespace jtp
