// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/kernels/kernels.h"
#include "jtp/kernels/rows-inl.h"

// How a finished tile of sums is stored in C: scales (int8), bias, GELU or residual, rounding. Every vector
// takes the same branches, which the processor predicts well; a separate function per combination was not
// faster when measured.
namespace jtp {
namespace {

// The columns of a register tile and of a packed panel.
constexpr std::int64_t kPanelVectors = kLanes == 16 ? 3 : 2;
constexpr std::int64_t kPanel = kPanelVectors * kLanes;

// Stores rows [m, m + rows) of C from column `n` on, from a tile of sums [rows][kPanel]. `scales`: those of
// the panel's columns, int8 only.
inline void finish_tile(const Gemm& g, const float* tile, std::int64_t m, std::int64_t rows, std::int64_t n,
                        const float* scales) {
  const std::int64_t columns = g.b.n - n < kPanel ? g.b.n - n : kPanel;
  for (std::int64_t i = 0; i < columns; i += kLanes) {
    const std::int64_t left = columns - i;
    const Vec bias = g.bias != nullptr ? load_some(g.bias + n + i, left) : zero();
    const Vec scale = scales != nullptr ? load(scales + i) : zero();
    for (std::int64_t r = 0; r < rows; ++r) {
      const std::int64_t at = (m + r) * g.c_stride + n + i;
      const Vec sum = load(tile + r * kPanel + i);
      Vec v = scales != nullptr ? fma(sum, mul(set1(g.a_scales[m + r]), scale), bias) : add(sum, bias);
      if (g.epilogue == Epilogue::kGelu) v = g.c_type == ElementType::kBf16 ? gelu_for_bf16(v) : gelu(v);
      if (g.epilogue == Epilogue::kResidual) v = add(v, load_some(static_cast<const float*>(g.c) + at, left));
      store_some(g.c, g.c_type, at, v, left);
    }
  }
}

}  // namespace
}  // namespace jtp
