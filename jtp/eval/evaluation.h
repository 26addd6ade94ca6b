// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "jtp/eval/block_counts.h"
#include "jtp/eval/bootstrap.h"
#include "jtp/eval/figures.h"
#include "jtp/eval/reliability.h"
#include "jtp/eval/score_tally.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

struct TagEvaluation {
  Confusion counts;       // at its threshold
  Confusion corrected;    // the same, had no label been left out
  Interval informedness;  // of `counts`; 95 %
  std::optional<double> average_precision;
  std::optional<BestThreshold> best;  // for informedness
  Confusion at_best;                  // at its threshold where there is no best one
  std::optional<double> calibration_error;
};

struct GroupEvaluation {
  TagGroup group;
  Figures observed;   // at the thresholds
  Figures corrected;  // the same, had no label been left out
  GroupIntervals intervals;
  Figures at_best;
  MeanOfTags average_precision;
  std::optional<double> micro_average_precision;  // of all cells together
  MeanOfTags calibration_error;
  std::optional<double> micro_calibration_error;
  std::vector<ReliabilityBin> reliability;
};

// What one threshold for all tags would do.
struct SweepPoint {
  double threshold = 0;
  Figures figures;  // of the first group
};

// How far bins can be from the scores themselves: all 0 while the tally is exact. What is counted at the
// thresholds that were asked for is exact always.
struct Resolution {
  StepKind kind = StepKind::kDistinctScores;
  double average_precision = 0;       // the largest bound of a tag
  double mean_average_precision = 0;  // and their mean, which bounds the error of the macro mean
  double best_informedness = 0;
  double mean_best_informedness = 0;
};

// Everything that is said about a model on labelled pictures; docs/evaluation.md defines it.
struct Evaluation {
  std::int64_t pictures = 0;
  double floor = 0;                     // scores below are not known
  std::vector<double> thresholds;       // [K]
  std::vector<double> omission;         // [K]: the chance that a label was left out
  std::vector<TagEvaluation> tags;      // [K]
  std::vector<GroupEvaluation> groups;  // first of all tags
  std::vector<SweepPoint> sweep;        // thresholds ascending, a quarter apart in log-odds
  Resolution resolution;
};

// Of `tags`: all of them, then each category, then bands of the number of labels: 20 and more; 1-4, 5-19,
// 20-99, 100-999, 1000 and more. Groups without tags are left out. `counts`: [K].
std::vector<TagGroup> tag_groups(const Vocabulary& vocabulary, std::span<const int> tags,
                                 std::span<const Confusion> counts);

// Both of the same pictures. `omission`: [K], each in 0...1 without 1. `groups`: at least one.
Evaluation evaluate(const ScoreTally& tally, const BlockCounts& blocks, std::span<const double> omission,
                    std::span<const TagGroup> groups, const BootstrapOptions& bootstrap_options = {});

}  // namespace jtp
