// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "jtp/train/optimizer_options.h"

namespace jtp {

// The factor of the learning rate for the parameter with timm's name, in a network of `depth` blocks.
double rate_factor(std::string_view name, int depth, const RateFactors& factors);

// Whether weight decay applies: to matrices, except positions and the pooling query.
bool is_decayed(std::string_view name);

}  // namespace jtp
