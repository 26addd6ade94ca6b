// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "jtp/eval/score_curve.h"

namespace jtp {

// The cells of an interval of scores.
struct ReliabilityBin {
  double cells = 0;
  double score = 0;      // their mean
  double positive = 0;   // the share of them that is labelled
  double corrected = 0;  // the same, had no label been left out; at most 1
};

// How often tags are there that score so and so, in equal steps of the score. Cells below the floor of a
// curve are not counted: how they scored is not known.
class Reliability {
 public:
  explicit Reliability(int bins = 20) : sums_(static_cast<std::size_t>(bins)) {}

  // `omission`: the chance that a label of these cells was left out, below 1.
  void add(const ScoreCurve& curve, double omission);

  // Without those that have no cells.
  std::vector<ReliabilityBin> bins() const;

 private:
  std::vector<ReliabilityBin> sums_;
};

// The mean over the cells of |share of labels - score|, in 15 bins of equal numbers of cells; cells with one
// score stay together. Without those below the floor; nothing where no cell is left.
std::optional<double> calibration_error(const ScoreCurve& curve);

}  // namespace jtp
