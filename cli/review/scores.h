// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/model/engine.h"
#include "jtp/store/scorer.h"

namespace jtp {

// What `jtp review new PATH...` scores before it chooses.
struct ReviewScoring {
  std::vector<std::string> paths;  // pictures and folders, with those inside
  std::filesystem::path store;
  std::string model;  // of choose_model()
  std::optional<Precision> precision;
  int threads = 0;  // 0: every processor
};

// Scores the pictures that the store does not know with their features yet, and says on stderr how many
// failed. The scorer. Throws what choose_model(), ScoreStore and run_pipeline() throw; Error kCancelled when
// the user asks to stop.
Scorer score_for_review(const ReviewScoring& scoring);

}  // namespace jtp
