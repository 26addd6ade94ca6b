// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/tags/tag_graph.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Which tags of a vocabulary imply which: a logical consequence is no evidence, so no model of the prior may
// connect the two.
class ImpliedPairs {
 public:
  // Without any.
  explicit ImpliedPairs(int tags) : generals_(static_cast<std::size_t>(tags)), related_(generals_.size()) {}
  ImpliedPairs(const Vocabulary& vocabulary, const TagGraph& graph);

  int tags() const { return static_cast<int>(related_.size()); }

  // What the tag implies, directly or through others: ascending, without itself.
  std::span<const std::int16_t> generals(int tag) const { return generals_[static_cast<std::size_t>(tag)]; }

  // What implies the tag or is implied by it, and itself: ascending.
  std::vector<std::int16_t> masked(int tag) const;

 private:
  std::vector<std::vector<std::int16_t>> generals_;
  std::vector<std::vector<std::int16_t>> related_;  // both ways
};

}  // namespace jtp
