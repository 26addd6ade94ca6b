// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/tags/tag_graph.h"
#include "jtp/tags/thresholds.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

struct TagScore {
  int index = 0;       // into the vocabulary
  float score = 0.0F;  // probability, 0...1
  bool operator==(const TagScore&) const = default;
};

// Which tags may be chosen at all.
struct TagFilter {
  std::vector<TagCategory> categories;  // empty: every category
  std::vector<std::string> exclude;     // patterns (TagPatterns), none of which may fit
  int limit = 0;                        // at most so many tags, the best; 0: no limit
  std::vector<std::string> only{};      // patterns, one of which has to fit; empty: every name
};

// A filter resolved against a vocabulary once, then applied to many pictures.
class TagSelector {
 public:
  // Patterns are held against the vocabulary's name and, where it has an alias in `graph`, the current one.
  // Throws Error kUsage for a negative limit.
  TagSelector(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagFilter& filter,
              const TagGraph& graph = {});

  // The tags with score > threshold that the filter lets pass; scores descending, ties by index.
  // `scores`: [K], one per tag of the vocabulary. A NaN is never chosen.
  std::vector<TagScore> select(std::span<const float> scores) const;

  // Every tag that the filter lets pass, whatever its threshold, in the same order; the limit does not apply.
  // A NaN is left out.
  std::vector<TagScore> all(std::span<const float> scores) const;

  // Scores up to this one are never selected: the lowest threshold of the tags that the filter lets pass.
  float lowest_threshold() const;

 private:
  struct Candidate {
    int index;
    float threshold;
  };
  std::vector<Candidate> candidates_;  // what the filter lets pass, by index
  std::size_t size_;                   // K
  std::size_t limit_;
};

}  // namespace jtp
