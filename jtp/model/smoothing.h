// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace jtp {

// Factors s for a Linear behind a layer norm: before both are rounded to int8, its inputs are divided by s
// and its columns multiplied by s, which leaves the product unchanged. Without them, a channel with a large
// norm and small weights coarsens the steps of its whole row, and its weights are rounded badly.
//
// s_j balances the two as far as neither exceeds its median channel: if size_j is above the median and
// largest_j below it (or vice versa), s_j is the ratio to the median that is closer to 1; otherwise s_j is 1.
// It is rounded to a power of two, so that division and multiplication are exact. The size of a normalised
// channel is sqrt(weight^2 + bias^2), so no pictures are needed, unlike in SmoothQuant (arXiv:2211.10438),
// whose fixed split makes rows worse if the weights do not balance them (docs/numerics.md, "int8").
// `largest`: max |W[:, j]|. All of length D.
std::vector<float> smoothing_factors(std::span<const float> norm_weight, std::span<const float> norm_bias,
                                     std::span<const float> largest);

}  // namespace jtp
