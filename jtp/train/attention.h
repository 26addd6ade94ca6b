// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// Whether LibTorch has a single operator for attention: attention_fused.cc is built if it has, otherwise
// attention_products.cc.
extern const bool kAttentionIsFused;

// softmax(q k^T / sqrt(d)) v; q: [N, heads, Q, d], k and v: [N, heads, T, d].
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

// Self-attention: the same with every token as query. qkv: [N, T, 3, heads, d], the result of one product for
// queries, keys and values. Returns [N, T, heads d].
at::Tensor self_attention(const at::Tensor& qkv);

}  // namespace jtp
