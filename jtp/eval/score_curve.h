// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "jtp/eval/confusion.h"

namespace jtp {

// The cells that have one score, or the scores of one bin.
struct ScoreStep {
  double score = 0;  // the largest of them
  double positives = 0;
  double negatives = 0;
  double mean = 0;  // of their scores; of a bin, its middle
};

// Thresholds t with lower <= t < upper, which all choose the same cells.
struct ThresholdRange {
  double lower = 0;
  double upper = 0;
  bool operator==(const ThresholdRange&) const = default;
};

struct BestThreshold {
  double threshold = 0;  // the middle of the first range
  double informedness = 0;
  std::vector<ThresholdRange> ranges;  // all that reach it, ascending, adjacent ones merged
};

// What the steps of a curve are.
enum class StepKind {
  kDistinctScores,  // everything about the curve is exact
  kBins,            // scores within a step cannot be told apart; thresholds at the steps are exact
};

// How many positives and negatives have which scores: everything that metrics need. Definitions are those of
// docs/evaluation.md.
class ScoreCurve {
 public:
  // Steps with ascending scores in 0...1. What scored below `floor` stands in the step with score 0, and no
  // threshold below it is meaningful.
  explicit ScoreCurve(std::vector<ScoreStep> steps, StepKind kind = StepKind::kDistinctScores,
                      double floor = 0);

  std::span<const ScoreStep> steps() const { return steps_; }
  StepKind kind() const { return kind_; }
  double floor() const { return floor_; }
  double positives() const { return above_.front().tp; }
  double negatives() const { return above_.front().fp; }

  // Predicted is what has score > threshold.
  Confusion counts(double threshold) const;

  // Of what lies in the steps from `step` on, as if they were predicted; `step` may be the number of steps.
  Confusion counts_from(std::size_t step) const;

  // The thresholds that predict those and no others.
  ThresholdRange range_below(std::size_t step) const;

  // The sum over the steps from high to low of (recall - recall before) * precision; nothing without
  // positives.
  std::optional<double> average_precision() const;

  // How far it can be from that of the distinct scores: 0 for those, a bound for bins.
  double average_precision_error() const;

  // Where informedness is greatest; nothing without positives or without negatives.
  std::optional<BestThreshold> best_informedness() const;

  // How much greater it can be between the thresholds that bins allow.
  double best_informedness_error() const;

 private:
  struct Above {
    double tp = 0;
    double fp = 0;
  };

  std::vector<ScoreStep> steps_;
  StepKind kind_;
  double floor_;
  std::vector<Above> above_;  // [steps + 1]: of this step and those after it
};

// The cells of both, which have one kind and one floor.
ScoreCurve merged(const ScoreCurve& a, const ScoreCurve& b);

}  // namespace jtp
