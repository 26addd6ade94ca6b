// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/model/engine.h"
#include "jtp/store/scorer.h"

namespace jtp {

// What `jtp review new PATH...` scores before it chooses questions.
struct ReviewScoring {
  std::vector<std::string> paths;  // pictures and folders, with subfolders
  std::filesystem::path store;
  std::string model;  // for choose_model()
  std::optional<Precision> precision;
  int threads = 0;  // 0: all processors
};

// Scores the pictures that have no scores and features in the store yet, and reports failures on stderr.
// Returns the scorer. Throws what open_model(), ScoreStore and score_pictures() throw, and Error kCancelled
// when the user asks to stop.
Scorer score_for_review(const ReviewScoring& scoring);

}  // namespace jtp
