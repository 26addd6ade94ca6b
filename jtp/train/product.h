// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// out = a b, with a: [..., M, K], b: [..., K, N] and out: [..., M, N] of one element type, one device and the
// same leading sizes. Any of them may be a view with strides of its own; `out` is written in place. Without
// gradients. oneDNN multiplies f32 on the CPU where it was found (product_onednn.cc), LibTorch everything
// else.
void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b);

// out = a b + bias, for matrices; bias: [N].
void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const at::Tensor& bias);

}  // namespace jtp
