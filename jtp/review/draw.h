// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jtp/review/plan.h"
#include "jtp/store/score_store.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// How many tags a measured review asks about where none are named.
inline constexpr int kAskedTags = 8;

// Of more pictures than these a random part is compared for a diverse sample, and clustered.
inline constexpr int kMaxCompared = 4096;

// Clusters of pictures that a measured sample goes evenly through.
inline constexpr int kReviewClusters = 8;

struct DrawRules {
  ReviewKind kind = ReviewKind::kMeasured;
  int size = 60;  // questions of a measured review, pictures of a diverse one
  std::vector<std::string>
      tags{};  // measured: to ask about, in any spelling; empty: common and uncertain ones
  float threshold = Thresholds::kDefault;
  double repeated = 0.1;  // measured: of the questions, how many ask an earlier one again
  std::uint64_t seed = 1;
  std::vector<std::string> roots{};  // absolute paths of folders and pictures; empty: the whole store
};

// Chooses what to ask about the pictures of a store (docs/review.md): each content once, and only files that
// are there. Where the store has features, a measured sample goes evenly through their clusters; a diverse
// one needs them. The same for the same store, rules and program. Throws Error kUsage for a size that is not
// 1...kMaxReviewSize and for a threshold that is not between 0 and 1; kNotFound for an unknown tag, for a
// store without pictures, without scores that could be asked about, and without features where they are
// needed.
ReviewPlan draw_review(ScoreStore& store, const Scorer& scorer, const DrawRules& rules);

}  // namespace jtp
