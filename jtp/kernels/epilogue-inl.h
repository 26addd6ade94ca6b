// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/kernels/kernels.h"
#include "jtp/kernels/rows-inl.h"

// How a finished tile of sums leaves for C: scales (int8), bias, GELU or residual, rounding. One function for
// each combination that a Gemm may ask for, picked once per call, so that nothing is decided inside the
// loops.
namespace jtp {
namespace {

// Columns of a register tile and of a packed panel.
constexpr std::int64_t kPanelVectors = kLanes == 16 ? 3 : 2;
constexpr std::int64_t kPanel = kPanelVectors * kLanes;

// `rows` rows of sums, kPanel floats apart, for C from (m, n) on.
struct Tile {
  const float* sums;
  std::int64_t rows;
  std::int64_t m;
  std::int64_t n;
  const float* scales;  // of the panel's columns, int8 only
};

// One vector of columns, `i` beyond t.n, of every row; `left` columns are left, at least kLanes where kWhole.
template <Epilogue kEpilogue, ElementType kOut, bool kScaled, bool kWhole>
[[gnu::always_inline]] inline void finish_columns(const Gemm& g, const Tile& t, std::int64_t i,
                                                  std::int64_t left) {
  const std::int64_t present = kWhole ? kLanes : left;
  const Vec bias = g.bias == nullptr ? zero() : load_some(g.bias + t.n + i, present);
  const Vec scale = kScaled ? load(t.scales + i) : zero();
  for (std::int64_t r = 0; r < t.rows; ++r) {
    const std::int64_t at = (t.m + r) * g.c_stride + t.n + i;
    Vec v = load(t.sums + r * kPanel + i);
    if constexpr (kScaled) v = mul(v, mul(set1(g.a_scales[t.m + r]), scale));
    v = add(v, bias);
    if constexpr (kEpilogue == Epilogue::kGelu) v = gelu(v);
    if constexpr (kEpilogue == Epilogue::kResidual)
      v = add(v, load_some(static_cast<const float*>(g.c) + at, present));
    store_some(g.c, kOut, at, v, present);
  }
}

template <Epilogue kEpilogue, ElementType kOut, bool kScaled>
void finish(const Gemm& g, const Tile& t) {
  const std::int64_t columns = g.b.n - t.n < kPanel ? g.b.n - t.n : kPanel;
  std::int64_t i = 0;
  for (; i + kLanes <= columns; i += kLanes) finish_columns<kEpilogue, kOut, kScaled, true>(g, t, i, kLanes);
  if (i < columns) finish_columns<kEpilogue, kOut, kScaled, false>(g, t, i, columns - i);
}

using Finish = void (*)(const Gemm&, const Tile&);

template <bool kScaled>
Finish pick_finish(const Gemm& g) {
  const bool is_float = g.c_type == ElementType::kF32;
  switch (g.epilogue) {
    case Epilogue::kNone:
      return is_float ? finish<Epilogue::kNone, ElementType::kF32, kScaled>
                      : finish<Epilogue::kNone, ElementType::kBf16, kScaled>;
    case Epilogue::kGelu:
      return is_float ? finish<Epilogue::kGelu, ElementType::kF32, kScaled>
                      : finish<Epilogue::kGelu, ElementType::kBf16, kScaled>;
    case Epilogue::kResidual:
      break;
  }
  return finish<Epilogue::kResidual, ElementType::kF32, kScaled>;
}

}  // namespace
}  // namespace jtp
