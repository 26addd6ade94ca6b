// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// out = a b, with a: [..., M, K], b: [..., K, N] and out: [..., M, N] of one element type, one device and the
// same leading sizes. Any of them may be a view with strides of its own; `out` is written in place. Without
// gradients. oneDNN multiplies f32 on the CPU where it was found, LibTorch everything else.
void matmul_into(at::Tensor out, const at::Tensor& a, const at::Tensor& b);

// out = a b + bias, for matrices; bias: [N].
void addmm_into(at::Tensor out, const at::Tensor& bias, const at::Tensor& a, const at::Tensor& b);

}  // namespace jtp
