// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "jtp/eval/score_curve.h"

namespace jtp {

// The result of checking a cell (picture, tag), for example by looking at the picture.
struct Observation {
  float score = 0;
  double positive = 0;  // 1: the tag is present, 0: it is absent; between: uncertain
  double weight = 1;    // the number of cells that it represents: the inverse of the probability to be
                        // checked
};

// The curve of the observations of one tag. Weights are scaled so that they add up to the effective number of
// observations, (sum w)^2 / sum w^2 (Kish 1965), which intervals and shrinkage use. The `unseen` cells, which
// score lower than all checked ones and count as negative, are scaled by the same factor. Throws Error
// kInvalidInput for a score or a share outside 0...1 and for a weight that is not positive and finite.
ScoreCurve curve_of(std::span<const Observation> observations, double unseen = 0);

}  // namespace jtp
