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
  Confusion corrected;    // the same, corrected for missing labels
  Interval informedness;  // of `counts`; 95 %
  std::optional<double> average_precision;
  std::optional<BestThreshold> best;  // for informedness
  Confusion at_best;                  // at the tag's threshold if there is no best one
  std::optional<double> calibration_error;
};

struct GroupEvaluation {
  TagGroup group;
  Figures observed;   // at the thresholds
  Figures corrected;  // the same, corrected for missing labels
  GroupIntervals intervals;
  Figures at_best;
  MeanOfTags average_precision;
  std::optional<double> micro_average_precision;  // of all cells together
  MeanOfTags calibration_error;
  std::optional<double> micro_calibration_error;
  std::vector<ReliabilityBin> reliability;
};

// The effect of one threshold for all tags.
struct SweepPoint {
  double threshold = 0;
  Figures figures;  // of the first group
};

// How far the binned figures can be from the exact ones: all 0 while the tally is exact. The counts at the
// given thresholds are always exact.
struct Resolution {
  StepKind kind = StepKind::kDistinctScores;
  double average_precision = 0;       // the largest bound of any tag
  double mean_average_precision = 0;  // the mean of these bounds, which bounds the error of the macro mean
  double best_informedness = 0;
  double mean_best_informedness = 0;
};

// All results for a model on labelled pictures; docs/evaluation.md defines them.
struct Evaluation {
  std::int64_t pictures = 0;
  double floor = 0;                     // lower scores are unknown
  std::vector<double> thresholds;       // [K]
  std::vector<double> omission;         // [K]: the probability that a label is missing
  std::vector<TagEvaluation> tags;      // [K]
  std::vector<GroupEvaluation> groups;  // the first group has all tags
  std::vector<SweepPoint> sweep;        // thresholds ascending, a quarter apart in log-odds
  Resolution resolution;
};

// Groups of `tags`: all of them, then each category, then ranges of the number of labels: 20 and more; 1-4,
// 5-19, 20-99, 100-999, 1000 and more. Empty groups are omitted. `counts`: [K].
std::vector<TagGroup> tag_groups(const Vocabulary& vocabulary, std::span<const int> tags,
                                 std::span<const Confusion> counts);

// `tally` and `blocks` must be of the same pictures. `omission`: [K], each at least 0 and less than 1.
// `groups`: at least one.
Evaluation evaluate(const ScoreTally& tally, const BlockCounts& blocks, std::span<const double> omission,
                    std::span<const TagGroup> groups, const BootstrapOptions& bootstrap_options = {});

}  // namespace jtp
