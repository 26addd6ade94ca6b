// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

// The vector operations used by the shared sources ../*-inl.h: 16 floats with AVX512 F, BW, DQ, VL.
// Everything has internal linkage, see ../kernels.h.
namespace jtp {
namespace {

using Vec = __m512;
constexpr std::int64_t kLanes = 16;

// Lanes [0, n) of 16, for n <= 16.
inline __mmask16 first_lanes(std::int64_t n) { return static_cast<__mmask16>((1U << n) - 1U); }

inline Vec zero() { return _mm512_setzero_ps(); }
inline Vec set1(float value) { return _mm512_set1_ps(value); }
inline Vec load(const float* p) { return _mm512_loadu_ps(p); }
inline Vec load_first(const float* p, std::int64_t n) { return _mm512_maskz_loadu_ps(first_lanes(n), p); }
inline void store(float* p, Vec v) { _mm512_storeu_ps(p, v); }
inline void store_first(float* p, Vec v, std::int64_t n) { _mm512_mask_storeu_ps(p, first_lanes(n), v); }

// v in lanes [0, n), zero in the others.
inline Vec keep_first(Vec v, std::int64_t n) { return _mm512_maskz_mov_ps(first_lanes(n), v); }

inline Vec add(Vec a, Vec b) { return _mm512_add_ps(a, b); }
inline Vec sub(Vec a, Vec b) { return _mm512_sub_ps(a, b); }
inline Vec mul(Vec a, Vec b) { return _mm512_mul_ps(a, b); }
inline Vec fma(Vec a, Vec b, Vec c) { return _mm512_fmadd_ps(a, b, c); }    // a b + c
inline Vec fnma(Vec a, Vec b, Vec c) { return _mm512_fnmadd_ps(a, b, c); }  // c - a b
inline Vec max(Vec a, Vec b) { return _mm512_max_ps(a, b); }
inline Vec min(Vec a, Vec b) { return _mm512_min_ps(a, b); }
inline Vec abs(Vec v) { return _mm512_abs_ps(v); }
inline Vec round(Vec v) { return _mm512_roundscale_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// `a` where x >= 0, else `b`.
inline Vec select_non_negative(Vec x, Vec a, Vec b) {
  return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, zero(), _CMP_GE_OQ), b, a);
}
// v 2^n for integral n; 0 for n below -126.
inline Vec scale_by_power(Vec v, Vec n) { return _mm512_scalef_ps(v, n); }
// 1 / v with a relative error below 2^-23: an estimate of 14 bits, improved by one Newton step.
inline Vec reciprocal(Vec v) {
  const Vec guess = _mm512_rcp14_ps(v);
  return mul(guess, fnma(v, guess, set1(2.0F)));
}
inline float reduce_add(Vec v) { return _mm512_reduce_add_ps(v); }
inline float reduce_max(Vec v) { return _mm512_reduce_max_ps(v); }

// Rounds to bf16, ties to even, without the AVX512-BF16 instruction; NaNs stay quiet and keep their payload.
inline __m256i round_bf16(Vec v) {
  const __m512i bits = _mm512_castps_si512(v);
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  const __m512i rounded = _mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7FFF)));
  const __m512i quiet = _mm512_or_si512(bits, _mm512_set1_epi32(0x00400000));
  const __mmask16 nan = _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q);
  return _mm512_cvtepi32_epi16(_mm512_srli_epi32(_mm512_mask_blend_epi32(nan, rounded, quiet), 16));
}

// 32-bit lanes that hold sums of int8 products, pairs of bf16, or four bytes each.
using Ints = __m512i;
inline Ints load_ints(const void* p) { return _mm512_loadu_si512(p); }
inline Ints set1_ints(const void* p) {
  std::int32_t lane;
  __builtin_memcpy(&lane, p, sizeof lane);
  return _mm512_set1_epi32(lane);
}
inline Vec even(Ints v) { return _mm512_castsi512_ps(_mm512_slli_epi32(v, 16)); }
inline Vec odd(Ints v) { return _mm512_castsi512_ps(_mm512_and_si512(v, _mm512_set1_epi32(-65536))); }

// Lanes [0, n) of bf16, zero in the others.
inline Vec load_bf16_first(const std::uint16_t* p, std::int64_t n) {
  const __m256i bits = _mm256_maskz_loadu_epi16(first_lanes(n), p);
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
}

inline Vec to_floats(Ints v) { return _mm512_cvtepi32_ps(v); }

// 128 + v, rounded to nearest even, as bytes; v in -127 ... 127.
inline void store_bytes_first(std::uint8_t* p, Vec v, std::int64_t n) {
  const __m512i shifted = _mm512_add_epi32(_mm512_cvtps_epi32(v), _mm512_set1_epi32(128));
  _mm_mask_storeu_epi8(p, first_lanes(n), _mm512_cvtepi32_epi8(shifted));
}

}  // namespace
}  // namespace jtp
