// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/product.h"

namespace jtp {

void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b) {
  out.copy_(at::matmul(a, b));
}

void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const at::Tensor& bias) {
  out.copy_(at::addmm(bias, a, b));
}

}  // namespace jtp
