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

// What has a threshold of its own.
enum class ThresholdScope { kGlobal, kCategory, kTag };

struct CalibrationOptions {
  Criterion criterion;
  ThresholdScope scope = ThresholdScope::kTag;
  // With kTag: as many labels as a tag must have for its own data to weigh as much as those of its category.
  double shrink = 50;
};

// Labels and scores of pictures, tag by tag.
struct CalibrationData {
  const Vocabulary& vocabulary;              // [K]
  std::span<const int> tags;                 // that have data
  std::function<ScoreCurve(int tag)> curve;  // called twice for each of them
  std::span<const double> prevalence;        // [K], in (0, 1): how often the tag is given
  std::span<const double> omission;          // [K], in 0...1 without 1: the chance that a label is missing
};

enum class ThresholdBasis {
  kOwn,    // the tag's data, shrunk
  kGroup,  // its category's or everything's: it has too few labels of its own
};

struct ChosenThreshold {
  float threshold = 0;  // infinity: no threshold does what is asked for
  double merit = 0;     // of the criterion, where it was chosen
  double labels = 0;    // that the tag has
  ThresholdBasis basis = ThresholdBasis::kGroup;
};

// Thresholds for `data.tags`, in their order. With kTag they are looked for where the best threshold of one
// tag says much about that of another (docs/evaluation.md): for informedness at equal shares of false
// positives, otherwise at equal lambda = logit(threshold) - logit(prevalence); on a grid of 1/16 in log-odds.
// Of equally good ones the highest is taken. Counts are those corrected for missing labels. A tag with fewer
// than 3 labels gets what its category gets, and a category without others what everything gets. Throws Error
// kUsage for a number of tags per picture with kCategory.
std::vector<ChosenThreshold> calibrate(const CalibrationData& data, const CalibrationOptions& options);

}  // namespace jtp
