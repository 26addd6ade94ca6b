// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jtp/eval/bootstrap.h"
#include "jtp/eval/saved_evaluation.h"

namespace jtp {

// One figure of two evaluations. The difference is `after` - `before`.
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
  double z = 0;  // the difference divided by its standard deviation
};

// The changes between two evaluations of the same pictures, over the tags that both have.
struct PairedDifference {
  int tags = 0;
  PerRate<std::optional<FigureDifference>> macro;
  PerRate<std::optional<FigureDifference>> micro;
  // The tags whose change is more than noise, largest change first. At most one in twenty of them is expected
  // to be noise after all (Benjamini and Hochberg 1995).
  std::vector<TagDifference> changed;
};

// Resamples blocks of pictures with the same weights for both evaluations, so pictures that are hard for
// every tagger do not count as noise. Throws Error kUsage unless both have the same pictures with the same
// labels.
PairedDifference compare(const SavedEvaluation& before, const SavedEvaluation& after,
                         const BootstrapOptions& options = {});

}  // namespace jtp
