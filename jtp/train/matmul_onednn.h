// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// Whether oneDNN was found at build time: then matmul_onednn.cc is built, otherwise matmul_without_onednn.cc.
extern const bool kHasOneDnn;

// out = a b + bias as in jtp/train/matmul.h, for f32 on the CPU; bias: [N], contiguous, or undefined. Throws
// Error kInternal with oneDNN's message.
void onednn_matmul(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const at::Tensor& bias);

}  // namespace jtp
