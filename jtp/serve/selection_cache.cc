// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/selection_cache.h"

#include <algorithm>

namespace jtp {
namespace {

constexpr std::size_t kMaxEntries = 16;  // some 200 KB each with 9,083 tags

}  // namespace

std::shared_ptr<const TagSelection> SelectionCache::find(const Vocabulary& vocabulary,
                                                         const Thresholds& thresholds,
                                                         const SelectionOptions& options) const {
  const std::lock_guard lock(mutex_);
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.thresholds == thresholds && entry.options == options;
  });
  if (known != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, known);
  } else {
    entries_.push_front({thresholds, options,
                         std::make_shared<const TagSelection>(vocabulary, thresholds, TagGraph(), options)});
    if (entries_.size() > kMaxEntries) entries_.pop_back();
  }
  return entries_.front().selection;
}

}  // namespace jtp
