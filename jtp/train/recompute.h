// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace jtp {

// A part of a network that can be run again: a pure function of its input and of parameters that do not
// change until the backward pass.
using Segment = std::function<at::Tensor(const at::Tensor& input)>;

// segment(input), without keeping what its backward pass needs: the segment runs again there, under the
// autocast settings of the first run. backward() must be called outside any Autocast, because LibTorch caches
// converted weights of the first run, which have no gradients. `parameters`: those that the segment reads and
// that need gradients.
at::Tensor recomputed(const Segment& segment, const at::Tensor& input,
                      const std::vector<at::Tensor>& parameters);

}  // namespace jtp
