// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "jtp/train/vit_module.h"

namespace jtp {

// Fresh parameters, in place: weights, positions N(0, 0.02) clamped to two deviations, the pooling query N(0,
// 1 / D), norms 1 and 0, biases 0, as timm makes them. The same for a seed on every machine with the same
// LibTorch. The head is left as initialize_head() makes it, with a prevalence of one half for every tag.
void initialize(const VitModule& module, std::uint64_t seed);

// A head that knows no picture: weights 0, and biases such that tag t has the logit bias[t], [K].
void initialize_head(const VitModule& module, std::span<const float> bias);

}  // namespace jtp
