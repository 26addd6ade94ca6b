// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "jtp/train/attention.h"

namespace jtp {

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  return at::scaled_dot_product_attention(q, k, v);
}

at::Tensor self_attention(const at::Tensor& qkv) {
  const std::vector<at::Tensor> parts = qkv.permute({2, 0, 3, 1, 4}).unbind(0);
  return attention(parts[0], parts[1], parts[2]).transpose(1, 2).flatten(2);
}

}  // namespace jtp
