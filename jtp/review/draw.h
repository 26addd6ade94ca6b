// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jtp/review/plan.h"
#include "jtp/store/score_store.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// The number of tags that a measured review asks about if none are named.
inline constexpr int kAskedTags = 8;

// With more pictures than this, only a random subset is compared for a diverse sample, or clustered.
inline constexpr int kMaxCompared = 4096;

// The number of clusters over which a measured sample is spread evenly.
inline constexpr int kReviewClusters = 8;

struct DrawRules {
  ReviewKind kind = ReviewKind::kMeasured;
  int size = 60;  // questions of a measured review, pictures of a diverse one
  std::vector<std::string>
      tags{};  // measured: tags to ask about, in any spelling; empty: common and uncertain ones
  float threshold = Thresholds::kDefault;
  double repeated = 0.1;  // measured: share of the questions that repeat an earlier one
  std::uint64_t seed = 1;
  std::vector<std::string> roots{};  // absolute paths of folders and pictures; empty: the whole store
};

// Chooses the questions about the pictures of a store (docs/review.md). Each content is used once, and only
// existing files. If the store has features, a measured sample is spread evenly over their clusters; a
// diverse sample requires features. The result depends only on the store, the rules and the program. Throws
// Error kUsage for a size outside 1...kMaxReviewSize and for a threshold that is not between 0 and 1;
// kNotFound for an unknown tag, for a store without pictures or without scores to ask about, and if required
// features are missing.
ReviewPlan draw_review(ScoreStore& store, const Scorer& scorer, const DrawRules& rules);

}  // namespace jtp
