// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/kernels/kernels.h"
#include "jtp/kernels/rows-inl.h"

// How a finished tile of sums leaves for C: scales (int8), bias, GELU or residual, rounding. The same
// branches for every vector, which the processor predicts: a function of its own per combination measured no
// faster.
namespace jtp {
namespace {

// Columns of a register tile and of a packed panel.
constexpr std::int64_t kPanelVectors = kLanes == 16 ? 3 : 2;
constexpr std::int64_t kPanel = kPanelVectors * kLanes;

// One row of sums for C[m], columns from `n` on. `scales`: those of the panel's columns, int8 only.
inline void finish_row(const Gemm& g, const float* sums, std::int64_t m, std::int64_t n,
                       const float* scales) {
  const std::int64_t columns = g.b.n - n < kPanel ? g.b.n - n : kPanel;
  const std::int64_t at = m * g.c_stride + n;
  for (std::int64_t i = 0; i < columns; i += kLanes) {
    const std::int64_t left = columns - i;
    Vec v = load(sums + i);
    if (scales != nullptr) v = mul(v, mul(set1(g.a_scales[m]), load(scales + i)));
    if (g.bias != nullptr) v = add(v, load_some(g.bias + n + i, left));
    if (g.epilogue == Epilogue::kGelu) v = g.c_type == ElementType::kBf16 ? gelu_for_bf16(v) : gelu(v);
    if (g.epilogue == Epilogue::kResidual)
      v = add(v, load_some(static_cast<const float*>(g.c) + at + i, left));
    store_some(g.c, g.c_type, at + i, v, left);
  }
}

}  // namespace
}  // namespace jtp
