// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/attention.h"

namespace jtp {

const bool kAttentionIsFused = true;

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  return at::scaled_dot_product_attention(q, k, v);
}

}  // namespace jtp
