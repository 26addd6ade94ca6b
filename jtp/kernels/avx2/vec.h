// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

// The vector operations used by the shared sources ../*-inl.h: 8 floats with AVX2 and FMA. Everything has
// internal linkage, see ../kernels.h.
namespace jtp {
namespace {

using Vec = __m256;
constexpr std::int64_t kLanes = 8;

// Lanes [0, n) of 8, for n <= 8.
inline __m256i first_lanes(std::int64_t n) {
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)), lane);
}

inline Vec zero() { return _mm256_setzero_ps(); }
inline Vec set1(float value) { return _mm256_set1_ps(value); }
inline Vec load(const float* p) { return _mm256_loadu_ps(p); }
inline Vec load_first(const float* p, std::int64_t n) { return _mm256_maskload_ps(p, first_lanes(n)); }
inline void store(float* p, Vec v) { _mm256_storeu_ps(p, v); }
inline void store_first(float* p, Vec v, std::int64_t n) { _mm256_maskstore_ps(p, first_lanes(n), v); }

// v in lanes [0, n), zero in the others.
inline Vec keep_first(Vec v, std::int64_t n) { return _mm256_and_ps(v, _mm256_castsi256_ps(first_lanes(n))); }

inline Vec add(Vec a, Vec b) { return _mm256_add_ps(a, b); }
inline Vec sub(Vec a, Vec b) { return _mm256_sub_ps(a, b); }
inline Vec mul(Vec a, Vec b) { return _mm256_mul_ps(a, b); }
inline Vec fma(Vec a, Vec b, Vec c) { return _mm256_fmadd_ps(a, b, c); }    // a b + c
inline Vec fnma(Vec a, Vec b, Vec c) { return _mm256_fnmadd_ps(a, b, c); }  // c - a b
inline Vec max(Vec a, Vec b) { return _mm256_max_ps(a, b); }
inline Vec min(Vec a, Vec b) { return _mm256_min_ps(a, b); }
inline Vec abs(Vec v) { return _mm256_andnot_ps(set1(-0.0F), v); }
inline Vec round(Vec v) { return _mm256_round_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// `a` where x >= 0, else `b`.
inline Vec select_non_negative(Vec x, Vec a, Vec b) {
  return _mm256_blendv_ps(b, a, _mm256_cmp_ps(x, zero(), _CMP_GE_OQ));
}
// v 2^n for integral n; 0 for n below -126.
inline Vec scale_by_power(Vec v, Vec n) {
  const __m256i exponent = _mm256_cvtps_epi32(max(n, set1(-127.0F)));
  const __m256i power = _mm256_slli_epi32(_mm256_add_epi32(exponent, _mm256_set1_epi32(127)), 23);
  return mul(v, _mm256_castsi256_ps(power));
}
// 1 / v by division, because the hardware's estimate has only 12 bits.
inline Vec reciprocal(Vec v) { return _mm256_div_ps(set1(1.0F), v); }
inline float reduce_add(Vec v) {
  __m128 sum = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  sum = _mm_add_ps(sum, _mm_movehl_ps(sum, sum));
  return _mm_cvtss_f32(_mm_add_ss(sum, _mm_movehdup_ps(sum)));
}
inline float reduce_max(Vec v) {
  __m128 most = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  most = _mm_max_ps(most, _mm_movehl_ps(most, most));
  return _mm_cvtss_f32(_mm_max_ss(most, _mm_movehdup_ps(most)));
}

// Rounds to bf16, ties to even, in the low half of each 32-bit lane; NaNs stay quiet and keep their payload.
inline __m128i round_bf16(Vec v) {
  const __m256i bits = _mm256_castps_si256(v);
  const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
  const __m256i rounded = _mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7FFF)));
  const __m256i quiet = _mm256_or_si256(bits, _mm256_set1_epi32(0x00400000));
  const __m256i nan = _mm256_castps_si256(_mm256_cmp_ps(v, v, _CMP_UNORD_Q));
  const __m256i half = _mm256_srli_epi32(_mm256_blendv_epi8(rounded, quiet, nan), 16);
  return _mm_packus_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

// 32-bit lanes that hold sums of int8 products, pairs of bf16, or four bytes each.
using Ints = __m256i;
inline Ints load_ints(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
inline Ints set1_ints(const void* p) {
  std::int32_t lane;
  __builtin_memcpy(&lane, p, sizeof lane);
  return _mm256_set1_epi32(lane);
}
inline Vec even(Ints v) { return _mm256_castsi256_ps(_mm256_slli_epi32(v, 16)); }
inline Vec odd(Ints v) { return _mm256_castsi256_ps(_mm256_and_si256(v, _mm256_set1_epi32(-65536))); }

// Lanes [0, n) of bf16, zero in the others.
inline Vec load_bf16_first(const std::uint16_t* p, std::int64_t n) {
  alignas(16) std::uint16_t lanes[8] = {};
  for (std::int64_t i = 0; i < n; ++i) lanes[i] = p[i];
  const __m128i bits = _mm_load_si128(reinterpret_cast<const __m128i*>(lanes));
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
}

inline Vec to_floats(Ints v) { return _mm256_cvtepi32_ps(v); }

// 128 + v, rounded to nearest even, as bytes; v in -127 ... 127.
inline void store_bytes_first(std::uint8_t* p, Vec v, std::int64_t n) {
  alignas(32) std::int32_t lanes[8];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), _mm256_cvtps_epi32(v));
  for (std::int64_t i = 0; i < n; ++i) p[i] = static_cast<std::uint8_t>(lanes[i] + 128);
}

}  // namespace
}  // namespace jtp
