// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "jtp/train/vit_module.h"

namespace jtp {

// Initialises the parameters in place as timm does: weights, positions N(0, 0.02) clamped to two standard
// deviations, the pooling query N(0, 1 / D), norms 1 and 0, biases 0. A seed gives the same values on every
// machine with the same LibTorch. The head is set as by initialize_head() with a prevalence of one half for
// every tag.
void initialize(const VitModule& module, std::uint64_t seed);

// Initialises the head so that it ignores the picture: weights 0, and biases such that tag t has the logit
// bias[t], [K].
void initialize_head(const VitModule& module, std::span<const float> bias);

}  // namespace jtp
