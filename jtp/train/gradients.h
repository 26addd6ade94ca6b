// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <span>

namespace jtp {

// Scales all gradients so that their joint Euclidean norm is at most `largest` (0: no limit), and returns the
// norm before. If it is not finite, the gradients are unchanged.
double clip_gradients(std::span<const at::Tensor> parameters, double largest);

void clear_gradients(std::span<const at::Tensor> parameters);

}  // namespace jtp
