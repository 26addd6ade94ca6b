// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace jtp {

// Factors s by which the inputs of a Linear after a layer norm are divided and its columns multiplied before
// both are rounded to int8: norm / s and W s make the same product. A channel that the norm makes large and
// the weights small again coarsens the steps of its whole row and is itself rounded badly in the weights.
//
// s_j evens that out as far as neither side grows beyond its median channel: where size_j is above the median
// and largest_j below it (or the other way round) the nearer of the two ratios to the median, else 1; rounded
// to a power of two, so that dividing and multiplying are exact. A normalised channel has the size
// sqrt(weight^2 + bias^2), so that no pictures are needed as in SmoothQuant (arXiv:2211.10438), whose
// fixed split makes rows worse that the weights do not balance (docs/numerics.md, "int8").
// `largest`: max |W[:, j]|. All of length D.
std::vector<float> smoothing_factors(std::span<const float> norm_weight, std::span<const float> norm_bias,
                                     std::span<const float> largest);

}  // namespace jtp
