// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// out = a b, with a: [..., M, K], b: [..., K, N] and out: [..., M, N] of the same element type, device and
// leading sizes. Each may be a view with any strides; `out` is written in place. No gradients. If oneDNN was
// found, it multiplies f32 on the CPU; LibTorch does everything else.
void matmul_into(at::Tensor out, const at::Tensor& a, const at::Tensor& b);

// out = a b + bias, for matrices; bias: [N].
void addmm_into(at::Tensor out, const at::Tensor& bias, const at::Tensor& a, const at::Tensor& b);

}  // namespace jtp
