// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "jtp/data/dump.h"
#include "jtp/data/tag_resolver.h"
#include "jtp/tags/category.h"

namespace jtp {

// Which tags of a dump a model learns. The defaults follow the model card: more than 500 occurrences, neither
// artist nor character. The categories contributor and invalid did not exist when it was written and are
// excluded as well.
struct VocabularyRule {
  std::uint64_t min_count = 500;  // at least one more post than this
  std::vector<TagCategory> categories = {TagCategory::kGeneral, TagCategory::kCopyright,
                                         TagCategory::kSpecies, TagCategory::kMeta, TagCategory::kLore};
};

struct VocabularyTag {
  std::string name;
  TagCategory category = TagCategory::kGeneral;
  std::uint64_t count = 0;  // posts with the tag, as counted here
  bool operator==(const VocabularyTag&) const = default;
};

// What was read and what became of it.
struct VocabularyCounts {
  std::uint64_t posts = 0;    // in the table
  std::uint64_t deleted = 0;  // of these, not used
  std::uint64_t used = 0;
  TagResolver::Counts names;         // in the posts used
  std::uint64_t tags = 0;            // different tags in the posts used, after resolving
  std::uint64_t unknown_tags = 0;    // of these, missing in the table of tags
  std::uint64_t unknown_uses = 0;    // occurrences of such tags in the posts
  std::uint64_t other_category = 0;  // tags that are frequent enough, but in an unwanted category
  std::vector<std::string> circles;  // tags that imply each other
  SkippedRecords skipped;
};

struct DumpVocabulary {
  std::vector<VocabularyTag> tags;  // in the order of the model's outputs
  VocabularyCounts counts;
};

// Called every few thousand posts with the number read so far; may throw to stop.
using PostProgress = std::function<void(std::uint64_t posts)>;

// Counts the tags of all posts that are not deleted, after resolving aliases and implications, and selects
// those that pass the rule. Order: by category (its number), then by count, most frequent first, then by
// name.
DumpVocabulary build_vocabulary(const DumpFiles& files, const VocabularyRule& rule, BrokenRecords broken,
                                const PostProgress& progress);

// The differences between two vocabularies, given as lists of names by index.
struct VocabularyDifference {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::uint64_t moved = 0;  // in both, but with another index
};
VocabularyDifference compare_vocabularies(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after);

}  // namespace jtp
