// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/implications.h"
#include "jtp/tags/tag_graph.h"
#include "jtp/tags/tag_score.h"
#include "jtp/tags/thresholds.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Whether a score equal to the threshold is high enough.
enum class ThresholdRule {
  kAbove,    // score > threshold, as the reference of JTP-1 does
  kAtLeast,  // score >= threshold, as some other taggers do
};

enum class TagOrder {
  kScore,       // best first, ties by index
  kName,        // by the bytes of the name
  kVocabulary,  // in the model's order
  kCategory,    // as on e621's pages: artist, copyright, character, species, general, meta, lore
  kShuffled,    // depends on picture and seed only; the same on every machine
};

// Tags to be written under another name: canonical_tag(from) -> to, underscored. Not applied again to its
// results.
using Replacements = std::map<std::string, std::string>;

// Reads a CSV table with the columns from (or tag) and to (or replacement) from memory. Throws Error
// kInvalidInput naming source and line if a tag has an empty name or two replacements.
Replacements parse_replacements(std::string_view text, std::string_view source);

struct SelectionOptions {
  std::vector<TagCategory> categories{};  // empty: every category
  std::vector<std::string> only{};        // patterns (TagPatterns), one of which must match; empty: every tag
  std::vector<std::string> exclude{};     // patterns, none of which may match
  int limit = 0;                          // keep only this many best tags; 0: no limit
  ThresholdRule rule = ThresholdRule::kAbove;
  ImplicationMode implications = ImplicationMode::kOff;
  Replacements replacements{};
  TagOrder order = TagOrder::kScore;
  std::uint64_t shuffle_seed = 0;  // for kShuffled
  bool operator==(const SelectionOptions&) const = default;
};

// A tag as it is written: under its current name or its replacement.
struct SelectedTag {
  std::string_view name;  // underscored; owned by the vocabulary or, if the name is new, by the TagSelection
  int index = 0;          // into the vocabulary
  TagCategory category = TagCategory::kGeneral;
  float score = 0.0F;  // after implications
};

// Turns the scores of a picture into the tags that are written. The steps, in this order (docs/formats.md,
// "Selection"): scores, implications, thresholds, categories, patterns, removal of implied tags, current
// names, replacements, the best tag of each name, limit, order. Everything that depends on the vocabulary
// alone is computed once, in the constructor. Safe to call from several threads.
class TagSelection {
 public:
  // Keeps a reference to `vocabulary`. Patterns are matched against the vocabulary's name and, if the tag has
  // an alias in `graph`, its current name. Throws Error kUsage for a negative limit, and as Implications
  // does.
  TagSelection(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagGraph& graph,
               const SelectionOptions& options);
  TagSelection(TagSelection&&) = default;
  TagSelection(const TagSelection&) = delete;
  TagSelection& operator=(const TagSelection&) = delete;

  // The chosen tags. `scores`: [K], one per tag of the vocabulary; a NaN is never chosen. `picture`: its
  // SHA-256, which determines the order of kShuffled.
  std::vector<SelectedTag> select(std::span<const float> scores, std::string_view picture = {}) const;

  // Every tag of the wanted categories and patterns regardless of its threshold, ordered by index. Names may
  // repeat; the limit and the removal of implied tags do not apply. A NaN is left out.
  std::vector<SelectedTag> all(std::span<const float> scores) const;

  // all() in the order of the options.
  std::vector<SelectedTag> all_in_order(std::span<const float> scores, std::string_view picture = {}) const;

  // The lowest threshold of all tags that may be chosen. No score below it is ever chosen; with kAbove, no
  // score equal to it either.
  float lowest_threshold() const;

 private:
  struct Candidate {
    int index;
    float threshold;
  };

  std::vector<float> adjusted(std::span<const float> scores) const;
  bool is_enough(float score, float threshold) const;
  SelectedTag named(int index, float score) const;
  std::vector<SelectedTag> ordered(std::vector<SelectedTag> tags, std::string_view picture) const;
  std::vector<SelectedTag> shuffled(const std::vector<SelectedTag>& tags, std::string_view picture) const;

  const Vocabulary& vocabulary_;
  std::vector<Candidate> candidates_;  // the tags that may be chosen, by index
  Implications implications_;
  ThresholdRule rule_;
  ImplicationMode mode_;
  TagOrder order_;
  std::uint64_t shuffle_seed_;
  std::size_t limit_;
  std::vector<std::string_view> names_;  // by index
  std::deque<std::string> new_names_;    // names in names_ that the vocabulary lacks
};

}  // namespace jtp
