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

// Which tags of a dump a model learns. The defaults are the model card's: more than 500 occurrences, neither
// artist nor character; contributor and invalid were not there when it was written, and are left out as well.
struct VocabularyRule {
  std::uint64_t min_count = 500;  // more posts than so many
  std::vector<TagCategory> categories = {TagCategory::kGeneral, TagCategory::kCopyright,
                                         TagCategory::kSpecies, TagCategory::kMeta, TagCategory::kLore};
};

struct VocabularyTag {
  std::string name;
  TagCategory category = TagCategory::kGeneral;
  std::uint64_t count = 0;  // posts that have it, counted here
  bool operator==(const VocabularyTag&) const = default;
};

// What was read and what became of it.
struct VocabularyCounts {
  std::uint64_t posts = 0;    // in the table
  std::uint64_t deleted = 0;  // of them not used
  std::uint64_t used = 0;
  TagResolver::Counts names;         // in the posts used
  std::uint64_t tags = 0;            // different ones in the posts used, resolved
  std::uint64_t unknown_tags = 0;    // of them not in the table of tags
  std::uint64_t unknown_uses = 0;    // how often the posts have one of those
  std::uint64_t other_category = 0;  // tags that occur often enough, in a category that is not wanted
  std::vector<std::string> circles;  // tags that imply each other
  SkippedRecords skipped;
};

struct DumpVocabulary {
  std::vector<VocabularyTag> tags;  // in the order of the model's outputs
  VocabularyCounts counts;
};

// Called every few thousand posts with the number read so far; may throw to stop.
using PostProgress = std::function<void(std::uint64_t posts)>;

// Counts the tags of all posts that are not deleted, aliases resolved and implications followed, and picks
// those that the rule lets pass: by category (its number), then by count, most frequent first, then by name.
DumpVocabulary build_vocabulary(const DumpFiles& files, const VocabularyRule& rule, BrokenRecords broken,
                                const PostProgress& progress);

// What two vocabularies, lists of names by index, do not share.
struct VocabularyDifference {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::uint64_t moved = 0;  // in both, with another index
};
VocabularyDifference compare_vocabularies(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after);

}  // namespace jtp
