// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/kernels/kernels.h"

// Row operations over vec.h and bf16.h, which the including table.cc includes first.
namespace jtp {
namespace {

// Lanes [0, left) of a vector, or all of them; missing lanes are zero.
inline Vec load_some(const float* p, std::int64_t left) {
  return left >= kLanes ? load(p) : load_first(p, left);
}

inline void store_some(void* array, ElementType type, std::int64_t at, Vec v, std::int64_t left) {
  if (type == ElementType::kF32) {
    float* p = static_cast<float*>(array) + at;
    left >= kLanes ? store(p, v) : store_first(p, v, left);
  } else {
    std::uint16_t* p = static_cast<std::uint16_t*>(array) + at;
    left >= kLanes ? store_bf16(p, v) : store_bf16_first(p, v, left);
  }
}

// 2^x for x <= 0. x = n + f with |f| <= 1/2; Taylor polynomial of degree 6 in f ln 2, with a remainder below
// (ln 2 / 2)^7 / 7! = 1.2e-7.
inline Vec exp2_non_positive(Vec x) {
  const Vec n = round(x);
  const Vec f = sub(x, n);
  Vec p = set1(1.5403530e-4F);
  p = fma(p, f, set1(1.3333558e-3F));
  p = fma(p, f, set1(9.6181291e-3F));
  p = fma(p, f, set1(5.5504109e-2F));
  p = fma(p, f, set1(2.4022651e-1F));
  p = fma(p, f, set1(6.9314718e-1F));
  p = fma(p, f, set1(1.0F));
  return scale_by_power(p, n);
}

// The same for results that are rounded to bf16: minimax polynomial of degree 3 with 2^0 = 1 and a relative
// error below 1.1e-4, a twentieth of the possible rounding error.
inline Vec exp2_for_bf16(Vec x) {
  const Vec n = round(x);
  const Vec f = sub(x, n);
  Vec p = set1(5.5008159e-2F);
  p = fma(p, f, set1(2.4221027e-1F));
  p = fma(p, f, set1(6.9328293e-1F));
  p = fma(p, f, set1(1.0F));
  return scale_by_power(p, n);
}

constexpr float kLog2E = 1.44269504F;

// 0.5 x (1 + erf(x / sqrt 2)) by Abramowitz and Stegun 7.1.26: erfc(z) = (a1 t + ... + a5 t^5) exp(-z^2) with
// t = 1 / (1 + 0.3275911 z), |error| < 1.5e-7 for z >= 0.
inline Vec gelu(Vec x) {
  const Vec z = mul(abs(x), set1(0.70710678F));
  const Vec t = reciprocal(fma(z, set1(0.3275911F), set1(1.0F)));
  Vec p = set1(1.061405429F);
  p = fma(p, t, set1(-1.453152027F));
  p = fma(p, t, set1(1.421413741F));
  p = fma(p, t, set1(-0.284496736F));
  p = fma(p, t, set1(0.254829592F));
  const Vec erfc = mul(mul(p, t), exp2_non_positive(mul(mul(z, z), set1(-kLog2E))));
  const Vec half = mul(x, set1(0.5F));
  return select_non_negative(x, fnma(half, erfc, x), mul(half, erfc));
}

// The same for results that are rounded to bf16, absolute error below 4e-5 max(1, |x|): erf(x / sqrt 2) as x
// P(x^2) for |x| <= 4, where the minimax polynomial P of degree 7 reaches 1, and 1 beyond.
inline Vec gelu_for_bf16(Vec x) {
  const Vec z = min(max(x, set1(-4.0F)), set1(4.0F));
  const Vec u = mul(z, z);
  Vec p = set1(-2.63296024e-9F);
  p = fma(p, u, set1(2.12342096e-7F));
  p = fma(p, u, set1(-7.46736111e-6F));
  p = fma(p, u, set1(1.52419921e-4F));
  p = fma(p, u, set1(-2.03748294e-3F));
  p = fma(p, u, set1(1.91232304e-2F));
  p = fma(p, u, set1(-1.32008954e-1F));
  p = fma(p, u, set1(7.97500791e-1F));
  const Vec half = mul(x, set1(0.5F));
  return fma(half, mul(p, z), half);
}

// Joins start with part(i) for i = 0, kLanes, ... below n. It uses four parallel chains, because each step of
// a chain waits for the previous one, and combines them with `merge`.
template <typename Part, typename Join, typename Merge>
[[gnu::always_inline]] inline Vec fold(Vec start, std::int64_t n, Part part, Join join, Merge merge) {
  Vec chains[4] = {start, start, start, start};
  std::int64_t i = 0;
  for (; i + 3 * kLanes < n; i += 4 * kLanes) {
    for (int c = 0; c < 4; ++c) chains[c] = join(chains[c], part(i + c * kLanes));
  }
  for (; i < n; i += kLanes) chains[0] = join(chains[0], part(i));
  return merge(merge(chains[0], chains[1]), merge(chains[2], chains[3]));
}

inline float sum_of(const float* x, std::int64_t n) {
  return reduce_add(fold(
      zero(), n, [&](std::int64_t i) { return load_some(x + i, n - i); }, add, add));
}

// Sum of (x - mean)^2. The last partial vector is added element by element, because missing lanes would count
// as mean^2.
inline float squares_around(const float* x, std::int64_t n, float mean) {
  const std::int64_t whole = n / kLanes * kLanes;
  const auto difference = [&](std::int64_t i) { return sub(load(x + i), set1(mean)); };
  const auto add_square = [](Vec sum, Vec d) { return fma(d, d, sum); };
  float squares = reduce_add(fold(zero(), whole, difference, add_square, add));
  for (std::int64_t i = whole; i < n; ++i) squares += (x[i] - mean) * (x[i] - mean);
  return squares;
}

// A row of layer norm, read one vector at a time.
struct NormalizedRow {
  const LayerNorm& norm;
  const float* x;
  Vec mean;
  Vec scale;

  NormalizedRow(const LayerNorm& n, std::int64_t row) : norm(n), x(n.x + row * n.x_stride) {
    const float width = static_cast<float>(n.width);
    const float m = sum_of(x, n.width) / width;
    mean = set1(m);
    scale = set1(1.0F / __builtin_sqrtf(squares_around(x, n.width, m) / width + n.epsilon));
  }
  Vec operator()(std::int64_t i) const {
    const std::int64_t left = norm.width - i;
    const Vec normalized = mul(sub(load_some(x + i, left), mean), scale);
    return fma(normalized, load_some(norm.weight + i, left), load_some(norm.bias + i, left));
  }
};

// A row of f32 or bf16 in memory, read one vector at a time; missing lanes are zero.
struct StoredRow {
  const void* x;
  ElementType type;
  std::int64_t width;

  Vec operator()(std::int64_t i) const {
    if (type == ElementType::kF32) return load_some(static_cast<const float*>(x) + i, width - i);
    return load_bf16_first(static_cast<const std::uint16_t*>(x) + i, width - i < kLanes ? width - i : kLanes);
  }
};

// Writes the bytes of a row (see Quantize) and returns its scale. Reads the row twice.
template <typename Row>
float quantize_row(const Row& row, std::int64_t width, std::uint8_t* y) {
  Vec most = zero();
  for (std::int64_t i = 0; i < width; i += kLanes) most = max(most, abs(row(i)));
  const float size = reduce_max(most);
  const Vec inverse = set1(size > 0 ? 127.0F / size : 0.0F);
  for (std::int64_t i = 0; i < width; i += kLanes) {
    store_bytes_first(y + i, mul(row(i), inverse), width - i < kLanes ? width - i : kLanes);
  }
  return size / 127.0F;
}

void layer_norm(const LayerNorm& norm, IndexRange rows) {
  for (std::int64_t r = rows.begin; r < rows.end; ++r) {
    const NormalizedRow row(norm, r);
    const std::int64_t at = r * norm.y_stride;
    if (norm.y_type == ElementType::kInt8) {
      norm.y_scales[r] = quantize_row(row, norm.width, static_cast<std::uint8_t*>(norm.y) + at);
    } else {
      for (std::int64_t i = 0; i < norm.width; i += kLanes)
        store_some(norm.y, norm.y_type, at + i, row(i), norm.width - i);
    }
  }
}

void quantize(const Quantize& q, IndexRange rows) {
  const std::int64_t bytes = q.x_type == ElementType::kF32 ? 4 : 2;
  for (std::int64_t r = rows.begin; r < rows.end; ++r) {
    const StoredRow row = {static_cast<const std::byte*>(q.x) + r * q.x_stride * bytes, q.x_type, q.width};
    q.y_scales[r] = quantize_row(row, q.width, static_cast<std::uint8_t*>(q.y) + r * q.y_stride);
  }
}

inline float max_of(const float* p, std::int64_t n) {
  const std::int64_t whole = n / kLanes * kLanes;
  float result = reduce_max(fold(
      set1(p[0]), whole, [&](std::int64_t i) { return load(p + i); }, max, max));
  for (std::int64_t i = whole; i < n; ++i) result = p[i] > result ? p[i] : result;
  return result;
}

// exp_row() with the given function for 2^x.
template <typename Exp2>
[[gnu::always_inline]] inline float exp_row_by(Exp2 exp2, const float* p, std::int64_t n, float scale,
                                               void* out, ElementType type) {
  const Vec factor = set1(scale * kLog2E);
  const Vec offset = set1(-max_of(p, n) * scale * kLog2E);
  Vec sum = zero();
  for (std::int64_t i = 0; i < n; i += kLanes) {
    const std::int64_t left = n - i;
    Vec e = exp2(fma(load_some(p + i, left), factor, offset));
    if (left < kLanes) e = keep_first(e, left);
    sum = add(sum, e);
    store_some(out, type, i, e, kLanes);
  }
  return reduce_add(sum);
}

// p = exp((p - max) * scale), stored as `type` in `out` (which may be p for f32). Returns the sum before
// rounding. Elements [n, round_up(n, kLanes)) of `out` become zero.
inline float exp_row(const float* p, std::int64_t n, float scale, void* out, ElementType type) {
  if (type == ElementType::kBf16) {
    return exp_row_by([](Vec x) { return exp2_for_bf16(x); }, p, n, scale, out, ElementType::kBf16);
  }
  return exp_row_by([](Vec x) { return exp2_non_positive(x); }, p, n, scale, out, ElementType::kF32);
}

void softmax(float* p, std::int64_t n) {
  const float most = max_of(p, n);
  Vec sums = zero();
  std::int64_t i = 0;
  for (; i < n; i += kLanes) {
    const std::int64_t left = n - i;
    const Vec x = exp2_non_positive(mul(sub(load_some(p + i, left), set1(most)), set1(kLog2E)));
    store_some(p, ElementType::kF32, i, x, left);
    sums = add(sums, load_some(p + i, left));
  }
  const Vec inverse = set1(1.0F / reduce_add(sums));
  for (i = 0; i < n; i += kLanes) {
    store_some(p, ElementType::kF32, i, mul(load_some(p + i, n - i), inverse), n - i);
  }
}

void weighted_sum(const float* p, const float* x, std::int64_t tokens, std::int64_t width, float* out) {
  for (std::int64_t i = 0; i < width; i += kLanes) {
    const std::int64_t left = width - i;
    Vec sum = zero();
    for (std::int64_t t = 0; t < tokens; ++t) sum = fma(set1(p[t]), load_some(x + t * width + i, left), sum);
    store_some(out, ElementType::kF32, i, sum, left);
  }
}

}  // namespace
}  // namespace jtp
