// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/tags/tag_graph.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Which tags of a vocabulary imply which. A logical consequence is not evidence, so no model of the prior may
// connect the two.
class ImpliedPairs {
 public:
  // No pairs.
  explicit ImpliedPairs(int tags) : generals_(static_cast<std::size_t>(tags)), related_(generals_.size()) {}
  ImpliedPairs(const Vocabulary& vocabulary, const TagGraph& graph);

  int tags() const { return static_cast<int>(related_.size()); }

  // The tags that `tag` implies, directly or indirectly: ascending, without itself.
  std::span<const std::int16_t> generals(int tag) const { return generals_[static_cast<std::size_t>(tag)]; }

  // The tags that imply `tag` or are implied by it, and `tag` itself: ascending.
  std::vector<std::int16_t> masked(int tag) const;

 private:
  std::vector<std::vector<std::int16_t>> generals_;
  std::vector<std::vector<std::int16_t>> related_;  // in both directions
};

}  // namespace jtp
