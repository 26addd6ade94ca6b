// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "jtp/tags/tag_graph.h"
#include "jtp/tags/tag_score.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// How implications change the tags of a picture: the modes of JTP-3's script.
enum class ImplicationMode {
  kOff,
  kInherit,          // a general tag is at least as likely as the tags that imply it
  kConstrain,        // a special tag is at most as likely as the tags that it implies
  kRemove,           // tags that another chosen tag implies are dropped
  kConstrainRemove,  // kConstrain, then kRemove
};

// The implications among the tags of one vocabulary, including those that lead through tags outside it.
class Implications {
 public:
  // Throws Error kInvalidInput if the graph gives more than 2^22 pairs of tags (e621's has some 10^4).
  Implications(const Vocabulary& vocabulary, const TagGraph& graph);

  // Applies kInherit or kConstrain to `scores` [K] in place. A NaN changes no other score.
  void raise_general(std::span<float> scores) const;
  void cap_special(std::span<float> scores) const;

  // The tags in their order, without those that another of them implies. Tags that imply each other all stay.
  std::vector<TagScore> without_implied(std::vector<TagScore> tags) const;

 private:
  bool implies(int special, int general) const;

  std::vector<std::vector<int>> implied_;  // by tag: all tags that it implies, sorted
};

}  // namespace jtp
