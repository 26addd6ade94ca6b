// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "jtp/tags/selection.h"

namespace jtp {

// The selections of one model that requests asked for last: one is worked out once for a set of options, not
// once for a picture. Safe to call from several threads.
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
  mutable std::list<Entry> entries_;  // the last one asked for first
};

}  // namespace jtp
