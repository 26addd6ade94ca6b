// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "jtp/eval/criterion.h"
#include "jtp/eval/score_curve.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Whether there is one threshold for all tags, per category or per tag.
enum class ThresholdScope { kGlobal, kCategory, kTag };

struct CalibrationOptions {
  Criterion criterion;
  ThresholdScope scope = ThresholdScope::kTag;
  // For kTag: the number of labels at which a tag's own data count as much as those of its category.
  double shrink = 50;
};

// Labels and scores of pictures, per tag.
struct CalibrationData {
  const Vocabulary& vocabulary;              // [K]
  std::span<const int> tags;                 // the tags that have data
  std::function<ScoreCurve(int tag)> curve;  // called twice per tag
  std::span<const double> prevalence;        // [K], in (0, 1): how often the tag is given
  std::span<const double> omission;          // [K], at least 0 and less than 1: the probability that a label
                                             // is missing
};

enum class ThresholdBasis {
  kOwn,    // from the tag's data, with shrinkage
  kGroup,  // from its category or from all tags, because it has too few labels
};

struct ChosenThreshold {
  float threshold = 0;  // infinity: no threshold meets the criterion
  double merit = 0;     // of the criterion, on the data that chose the threshold
  double labels = 0;    // labels of the tag
  ThresholdBasis basis = ThresholdBasis::kGroup;
};

// Thresholds for `data.tags`, in their order. With kTag, they are searched on a scale on which the best
// threshold of one tag tells much about those of others (docs/evaluation.md): for informedness, equal shares
// of false positives; otherwise, equal lambda = logit(threshold) - logit(prevalence). The grid has steps of
// 1/16 in log-odds. Among equally good thresholds, the highest is used. Counts are corrected for missing
// labels. A tag with fewer than 3 labels gets the threshold of its category, and if no tag of the category
// has more, that of all tags. Throws Error kUsage for a number of tags per picture with kCategory.
std::vector<ChosenThreshold> calibrate(const CalibrationData& data, const CalibrationOptions& options);

}  // namespace jtp
