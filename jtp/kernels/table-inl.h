// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/attention-inl.h"
#include "jtp/kernels/gemm-inl.h"
#include "jtp/kernels/kernels.h"
#include "jtp/kernels/peak-inl.h"
#include "jtp/kernels/rows-inl.h"

// The table of an ISA folder. The including table.cc includes its vec.h, bf16.h and int8.h first.
namespace jtp {
namespace {

constexpr Kernels table_for(Isa isa) {
  return {
      .isa = isa,
      .panel = kPanel,
      .row_tile = kF32Rows,
      .half = kMultipliesBf16 ? ElementType::kBf16 : ElementType::kF32,
      .gemm = gemm,
      .layer_norm = layer_norm,
      .quantize = quantize,
      .attention_scratch = attention_scratch,
      .attention = attention,
      .softmax = softmax,
      .weighted_sum = weighted_sum,
      .multiply_adds = multiply_adds,
  };
}

}  // namespace
}  // namespace jtp
