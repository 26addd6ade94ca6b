// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "jtp/eval/confusion.h"

namespace jtp {

// The cells with the same score, or with a score in the same bin.
struct ScoreStep {
  double score = 0;  // the largest of them
  double positives = 0;
  double negatives = 0;
  double mean = 0;  // of their scores; for a bin, its middle
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
  std::vector<ThresholdRange> ranges;  // all ranges with the best value, ascending, with adjacent ones merged
};

// The meaning of a curve's steps.
enum class StepKind {
  kDistinctScores,  // everything computed from the curve is exact
  kBins,            // scores within a step cannot be told apart; counts at the steps are exact
};

// The numbers of positives and negatives by score: everything that the metrics need. docs/evaluation.md
// defines them.
class ScoreCurve {
 public:
  // Steps with ascending scores in 0...1. Cells that scored below `floor` are in the step with score 0, and
  // thresholds below the floor are meaningless.
  explicit ScoreCurve(std::vector<ScoreStep> steps, StepKind kind = StepKind::kDistinctScores,
                      double floor = 0);

  std::span<const ScoreStep> steps() const { return steps_; }
  StepKind kind() const { return kind_; }
  double floor() const { return floor_; }
  double positives() const { return above_.front().tp; }
  double negatives() const { return above_.front().fp; }

  // Cells with score > threshold count as predicted.
  Confusion counts(double threshold) const;

  // The counts if exactly the steps from `step` on are predicted; `step` may be the number of steps.
  Confusion counts_from(std::size_t step) const;

  // The thresholds that predict exactly these steps.
  ThresholdRange range_below(std::size_t step) const;

  // The sum over the steps from high to low of (recall - previous recall) * precision; nothing without
  // positives.
  std::optional<double> average_precision() const;

  // A bound for the difference to the average precision of the distinct scores: 0 if the steps are these.
  double average_precision_error() const;

  // The threshold with the greatest informedness; nothing without positives or without negatives.
  std::optional<BestThreshold> best_informedness() const;

  // How much greater it can be at thresholds inside the bins.
  double best_informedness_error() const;

 private:
  struct Above {
    double tp = 0;
    double fp = 0;
  };

  std::vector<ScoreStep> steps_;
  StepKind kind_;
  double floor_;
  std::vector<Above> above_;  // [steps + 1]: counts of a step and all later ones
};

// The cells of both curves, which must have the same kind and floor.
ScoreCurve merged(const ScoreCurve& a, const ScoreCurve& b);

}  // namespace jtp
