// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "jtp/model/engine.h"

namespace jtp {

// Where in a picture the network found a tag: a class activation map over the patches.
//
// `features`: [T, D], from ForwardOutputs. `tag`: 0 ... K - 1. Returns [grid, grid] in 0 ... 1, row by row
// from the top: relu(features . w), scaled to 0 ... 1 by its minimum and maximum; all 0 if no patch supports
// the tag. w [D] is the mean over the tokens of the gradient of the tag's score with respect to the features.
//
// w has a closed form that does not need the blocks. A shift of all tokens together does not change the
// softmax of the attention pool, so the mean over the tokens is w = sum over heads h of Wv_h^T g_h / T, where
// g_h is the gradient with respect to the values of head h. Computed in float64 from the float32 weights of
// pool and head, so that it is the same on every instruction set; about ten million multiply-adds for the
// published size. Throws Error kInternal if `features` has the wrong size or `tag` is out of range.
std::vector<float> heat_map(const Model& model, std::span<const float> features, int tag);

}  // namespace jtp
