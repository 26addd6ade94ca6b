// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/store/score_store.h"

namespace jtp {

struct MergeCounts {
  std::int64_t results = 0;   // of a scorer and a picture, that were new here
  std::int64_t features = 0;  // that were new here
  std::int64_t files = 0;     // that were new here, or changed later than those here
  std::int64_t written = 0;   // records of written files that were new here, or later than those here
};

// Adds what `from` has and `into` has not. What both have stays, but for a file or a written record that is
// later in `from`. Done in transactions of some hundred rows: one that was cut off can be run again.
MergeCounts merge_store(ScoreStore& into, ScoreStore& from);

}  // namespace jtp
