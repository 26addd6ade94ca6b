// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "jtp/tags/selection.h"

namespace jtp {

// The most recently used selections of one model, so that a selection is computed once for a set of options
// rather than once for every picture. Safe for any number of threads.
class SelectionCache {
 public:
  // `vocabulary`: the same one in every call; it outlives the selections.
  std::shared_ptr<const TagSelection> find(const Vocabulary& vocabulary, const Thresholds& thresholds,
                                           const SelectionOptions& options) const;

 private:
  struct Entry {
    Thresholds thresholds;
    SelectionOptions options;
    std::shared_ptr<const TagSelection> selection;
  };

  mutable std::mutex mutex_;
  mutable std::list<Entry> entries_;  // most recently used first
};

}  // namespace jtp
