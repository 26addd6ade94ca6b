// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx2/vec.h"

// Products of bf16 without a dedicated instruction: the operands are widened first.
namespace jtp {
namespace {

inline void store_bf16(void* p, Vec v) { _mm_storeu_si128(static_cast<__m128i*>(p), round_bf16(v)); }
inline void store_bf16_first(void* p, Vec v, std::int64_t n) {
  alignas(16) std::uint16_t values[8];
  _mm_store_si128(reinterpret_cast<__m128i*>(values), round_bf16(v));
  auto* out = static_cast<std::uint16_t*>(p);
  for (std::int64_t i = 0; i < n; ++i) out[i] = values[i];
}

// sum + a.even b.even + a.odd b.odd
inline Vec dot_pairs(Vec sum, Ints a, Ints b) { return fma(odd(a), odd(b), fma(even(a), even(b), sum)); }

// The sums and the two widened halves of each column and of one row fit in 16 registers.
constexpr int kBf16Rows = 4;
constexpr bool kMultipliesBf16 = false;

}  // namespace
}  // namespace jtp
