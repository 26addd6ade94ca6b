// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace jtp {

// x weight^T + bias, with gradients; x: [..., in], weight: [out, in], bias: [out].
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace jtp
