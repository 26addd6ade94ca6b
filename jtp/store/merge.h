// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/store/score_store.h"

namespace jtp {

struct MergeCounts {
  std::int64_t results = 0;   // of a scorer and a picture, new in `into`
  std::int64_t features = 0;  // new in `into`
  std::int64_t files = 0;     // new in `into`, or changed later than those in it
  std::int64_t written = 0;   // records of written files that are new in `into`, or later than those in it
};

// Adds everything that `into` lacks. What both have stays, except for a file or a written record that is
// later in `from`. Works in transactions of some hundred rows; an interrupted merge can be repeated.
MergeCounts merge_store(ScoreStore& into, ScoreStore& from);

}  // namespace jtp
