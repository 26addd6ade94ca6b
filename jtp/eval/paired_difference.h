// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jtp/eval/bootstrap.h"
#include "jtp/eval/saved_evaluation.h"

namespace jtp {

// A figure of two evaluations. The difference is `after` - `before`.
struct FigureDifference {
  double before = 0;
  double after = 0;
  Interval interval;  // of the difference; 95 %

  bool is_more_than_noise() const { return !interval.contains(0); }
};

struct TagDifference {
  std::string tag;
  double labels = 0;
  double before = 0;  // informedness
  double after = 0;
  double z = 0;  // the difference by its deviation
};

// What changed from one evaluation of some pictures to another one, over the tags that both have.
struct PairedDifference {
  int tags = 0;
  PerRate<std::optional<FigureDifference>> macro;
  PerRate<std::optional<FigureDifference>> micro;
  // The tags whose change is more than noise, the largest first: among those listed at most one in twenty is
  // expected to be noise after all (Benjamini and Hochberg 1995).
  std::vector<TagDifference> changed;
};

// By resampling blocks of pictures, both evaluations with the same weights, so that what all taggers find
// hard does not count as noise. Throws Error kUsage unless both are of the same pictures with the same
// labels.
PairedDifference compare(const SavedEvaluation& before, const SavedEvaluation& after,
                         const BootstrapOptions& options = {});

}  // namespace jtp
