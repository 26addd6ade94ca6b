// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// softmax(q k^T / sqrt(d)) v; q: [N, heads, Q, d], k and v: [N, heads, T, d]. LibTorch's fused operator where
// it has one (attention_fused.cc), else written out (attention_products.cc).
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

}  // namespace jtp
