// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <span>

namespace jtp {

// Scales gradients together so that their common Euclidean norm is `largest` at most (0: they stay), and
// returns what it was. Where that is not finite they stay.
double clip_gradients(std::span<const at::Tensor> parameters, double largest);

void clear_gradients(std::span<const at::Tensor> parameters);

}  // namespace jtp
