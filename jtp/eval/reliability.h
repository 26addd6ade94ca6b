// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "jtp/eval/score_curve.h"

namespace jtp {

// The cells in an interval of scores.
struct ReliabilityBin {
  double cells = 0;
  double score = 0;      // their mean
  double positive = 0;   // the share of them that is labelled
  double corrected = 0;  // the same, corrected for missing labels; at most 1
};

// How often a tag is present, as a function of its score in equal steps. Cells below the floor of a curve are
// not counted, because their scores are unknown.
class Reliability {
 public:
  explicit Reliability(int bins = 20) : sums_(static_cast<std::size_t>(bins)) {}

  // `omission`: the probability that a label of these cells is missing, below 1.
  void add(const ScoreCurve& curve, double omission);

  // Bins without cells are omitted.
  std::vector<ReliabilityBin> bins() const;

 private:
  std::vector<ReliabilityBin> sums_;
};

// The mean over the cells of |share of labels - score|, in 15 bins with equal numbers of cells; cells with
// the same score stay in one bin. Cells below the floor do not count; nothing if no cell is left.
std::optional<double> calibration_error(const ScoreCurve& curve);

}  // namespace jtp
