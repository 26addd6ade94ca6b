// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/implications.h"
#include "jtp/tags/select.h"
#include "jtp/tags/tag_graph.h"

namespace jtp {

enum class TagOrder {
  kScore,       // the best first
  kName,        // by the bytes of the name
  kVocabulary,  // as the model has them
  kCategory,    // as e621 shows them: artist, copyright, character, species, general, meta, lore
  kShuffled,    // in another order for each picture and seed, the same on every machine
};

// Tags that are written under another name: canonical_tag(from) -> to, underscored. Not repeated on its own
// result.
using Replacements = std::map<std::string, std::string>;

// Reads a CSV table with the columns from (or tag) and to (or replacement) from memory. Throws Error
// kInvalidInput naming source and line: a tag without a name, or with two replacements.
Replacements parse_replacements(std::string_view text, std::string_view source);

struct SelectionOptions {
  TagFilter filter;
  ImplicationMode implications = ImplicationMode::kOff;
  Replacements replacements;
  TagOrder order = TagOrder::kScore;
  std::uint64_t shuffle_seed = 0;  // of kShuffled
};

// A tag as it is written: under its current name or its replacement.
struct SelectedTag {
  std::string_view name;  // underscored; of the TagSelection that chose it
  int index = 0;          // into the vocabulary
  TagCategory category = TagCategory::kGeneral;
  float score = 0.0F;  // after the implications
};

// From the scores of a picture to the tags that are written, in this order (docs/formats.md, "Selection"):
// scores, implications, thresholds, categories, patterns, implied tags removed, current names, replacements,
// one of each name (the best), limit, order. Everything that depends on the vocabulary alone is worked out
// once.
class TagSelection {
 public:
  // Throws what TagSelector and Implications throw.
  TagSelection(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagGraph& graph,
               const SelectionOptions& options);

  // `scores`: [K]; `picture` tells pictures apart for kShuffled, by their SHA-256. Safe to call from several
  // threads.
  std::vector<SelectedTag> select(std::span<const float> scores, std::string_view picture = {}) const;

  // As TagSelector::lowest_threshold().
  float lowest_threshold() const { return selector_.lowest_threshold(); }

  // Every tag that the filter lets pass, whatever its threshold, by index; for tables with a column per tag.
  // Names may repeat; neither the limit nor removing implied tags applies.
  std::vector<SelectedTag> all(std::span<const float> scores) const;

 private:
  std::vector<float> adjusted(std::span<const float> scores) const;
  SelectedTag named(const TagScore& tag) const;
  void sort(std::vector<SelectedTag>& tags) const;
  void shuffle(std::vector<SelectedTag>& tags, std::string_view picture) const;

  const Vocabulary& vocabulary_;
  TagSelector selector_;  // without the limit, which counts names
  Implications implications_;
  ImplicationMode mode_;
  TagOrder order_;
  std::uint64_t shuffle_seed_;
  std::size_t limit_;
  std::vector<std::string> names_;  // by index
};

}  // namespace jtp
