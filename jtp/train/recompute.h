// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace jtp {

// A part of a network that can run again: a pure function of its input and of parameters that stay the same
// until the backward pass.
using Segment = std::function<at::Tensor(const at::Tensor& input)>;

// segment(input), without keeping what its backward pass needs: it runs again there, under the autocast
// settings of now. backward() must be called outside of any Autocast, since LibTorch keeps converted weights
// of the first run, which have no gradients. `parameters`: what the segment reads besides its input and needs
// gradients.
at::Tensor recomputed(const Segment& segment, const at::Tensor& input,
                      const std::vector<at::Tensor>& parameters);

}  // namespace jtp
