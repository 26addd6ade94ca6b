// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "jtp/model/engine.h"

namespace jtp {

// Where in a picture the network saw a tag: a class activation map over the patches.
//
// `features`: [T, D], as ForwardOutputs has them. `tag`: 0 ... K - 1. Returns [grid, grid] in 0 ... 1, by
// rows from the top: relu(features . w), brought to 0 ... 1 by its least and largest value; all 0 where
// nothing speaks for the tag. w [D] is the mean over the tokens of the gradient of the tag's score by the
// features.
//
// In closed form, without the blocks: the mean over the tokens leaves of the attention pool only
// w = sum over heads of Wv_h^T g_h / T with the gradient g_h by the head's values, since a shift of all
// tokens together does not change the softmax. Computed in float64 from the float32 weights of pool and head,
// so that it is the same on every instruction set; takes some ten million multiply-adds for the published
// size. Throws Error kInternal for sizes that do not fit.
std::vector<float> heat_map(const Model& model, std::span<const float> features, int tag);

}  // namespace jtp
