// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "cli/export/options.h"
#include "jtp/store/score_store.h"

namespace jtp {

struct SourceCounts {
  std::int64_t taken = 0;
  std::int64_t gone = 0;  // pictures that are not there any more
};

// The scored pictures that the user named, in the order of their paths.
class ExportSource {
 public:
  ExportSource(const ScoreStore& store, ScorerId scorer, const ExportOptions& options)
      : store_(store), scorer_(scorer), options_(options) {}

  // Calls `visit` for each picture that is still there as it was scored; for none any more when the user asks
  // to stop. `report` gets what is wrong with a path or a picture: the store does not know it, or with
  // another content.
  SourceCounts for_each(const std::function<void(const ScoredFile&)>& visit,
                        const std::function<void(const Error&)>& report) const;

 private:
  const ScoreStore& store_;
  ScorerId scorer_;
  const ExportOptions& options_;
};

}  // namespace jtp
