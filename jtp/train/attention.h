// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// Whether LibTorch has one operator for attention: attention_fused.cc, else attention_products.cc.
extern const bool kAttentionIsFused;

// softmax(q k^T / sqrt(d)) v; q: [N, heads, Q, d], k and v: [N, heads, T, d].
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

// The same of every token with all tokens. qkv: [N, T, 3, heads, d], as one product gives queries, keys and
// values. Returns [N, T, heads d].
at::Tensor self_attention(const at::Tensor& qkv);

}  // namespace jtp
