// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/store/score_store.h"

namespace jtp {

// Requires a tag's score to lie in [at_least, at_most]; a score that is not stored counts as 0.
struct TagCondition {
  int tag = 0;  // index in the scorer's vocabulary
  float at_least = 0.0F;
  float at_most = 1.0F;
};

struct FoundPicture {
  std::string path;  // of one of its files, the first in byte order
  std::string sha256;
  float score = 0;  // for the tag of the first condition; 0 without conditions
};

// One page of an answer.
struct FoundPictures {
  std::int64_t total = 0;  // number of pictures that match
  std::vector<FoundPicture> page;
};

struct Page {
  std::int64_t offset = 0;
  std::int64_t limit = 100;
};

// The pictures of the scorer that meet all conditions and have a file below the absolute folder `below` (any
// file if it is empty): best score first, equal scores by path. Reads the scores of all pictures, about 2 kB
// each.
FoundPictures search_pictures(const ScoreStore& store, ScorerId scorer,
                              std::span<const TagCondition> conditions, const std::string& below, Page page);

}  // namespace jtp
