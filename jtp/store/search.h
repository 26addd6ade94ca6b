// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/store/score_store.h"

namespace jtp {

// A tag whose score lies in [at_least, at_most]; one that is not stored counts as 0.
struct TagCondition {
  int tag = 0;  // index into the scorer's vocabulary
  float at_least = 0.0F;
  float at_most = 1.0F;
};

struct FoundPicture {
  std::string path;  // one of its files, the first by bytes
  std::string sha256;
  float score = 0;  // of the first condition's tag; 0 without conditions
};

// One page of an answer.
struct FoundPictures {
  std::int64_t total = 0;  // pictures that fit
  std::vector<FoundPicture> page;
};

struct Page {
  std::int64_t offset = 0;
  std::int64_t limit = 100;
};

// The pictures of the scorer, in files below the absolute folder `below` (all if it is empty), that meet
// every condition: the best score first, equal scores by path. Reads the scores of all pictures, about 2 kB
// each.
FoundPictures search_pictures(const ScoreStore& store, ScorerId scorer,
                              std::span<const TagCondition> conditions, const std::string& below, Page page);

}  // namespace jtp
