// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/avx2/dot.h"
#include "jtp/kernels/avx2/vec.h"
//
#include "jtp/kernels/attention-inl.h"
#include "jtp/kernels/gemm-inl.h"
#include "jtp/kernels/peak-inl.h"
#include "jtp/kernels/rows-inl.h"
#include "jtp/kernels/tables.h"

namespace jtp {

const Kernels kAvx2Kernels = {
    .isa = Isa::kAvx2,
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

}  // namespace jtp
