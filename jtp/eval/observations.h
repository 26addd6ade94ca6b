// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "jtp/eval/score_curve.h"

namespace jtp {

// What somebody found out about a cell (picture, tag), such as by looking at the picture.
struct Observation {
  float score = 0;
  double positive = 0;  // 1: the tag is there, 0: it is not; between: a doubt
  double weight = 1;    // for how many cells it stands: the inverse of its chance to be looked at
};

// The curve of the observations of one tag. Weights are scaled so that they add up to the effective number of
// observations, (sum w)^2 / sum w^2 (Kish 1965), which is what intervals and shrinkage count with; so are the
// `unseen` cells, which score less than all that was looked at and are taken for negative. Throws Error
// kInvalidInput for a score or a share that is not 0...1 and for a weight that is not positive and finite.
ScoreCurve curve_of(std::span<const Observation> observations, double unseen = 0);

}  // namespace jtp
