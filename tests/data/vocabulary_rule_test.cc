// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/vocabulary_rule.h"

#include <gtest/gtest.h>

#include "tests/data/small_dump.h"

namespace jtp {
namespace {

const PostProgress kSilent = [](std::uint64_t) {};

TEST(VocabularyRule, CountsUndeletedPostsAndOrdersByCategoryCountAndName) {
  const test::TemporaryFolder folder;
  const DumpFiles files = test::write_small_dump(folder);
  const DumpVocabulary vocabulary = build_vocabulary(files, {.min_count = 0}, BrokenRecords::kStop, kSilent);
  const std::vector<VocabularyTag> expected = {
      {"solo", TagCategory::kGeneral, 5},   {"red_fur", TagCategory::kGeneral, 2},
      {"down", TagCategory::kGeneral, 1},   {"o,o", TagCategory::kGeneral, 1},
      {"up", TagCategory::kGeneral, 1},     {"young", TagCategory::kGeneral, 1},
      {"canine", TagCategory::kSpecies, 3}, {"wolf", TagCategory::kSpecies, 3}};
  EXPECT_EQ(vocabulary.tags, expected);
  const VocabularyCounts& counts = vocabulary.counts;
  EXPECT_EQ(counts.posts, 7U);
  EXPECT_EQ(counts.deleted, 1U);
  EXPECT_EQ(counts.used, 6U);
  EXPECT_EQ(counts.unknown_tags, 1U);
  EXPECT_EQ(counts.other_category, 1U) << "the artist";
  EXPECT_EQ(counts.circles, (std::vector<std::string>{"down", "up"}));
}

TEST(VocabularyRule, RequiresMorePostsThanTheThreshold) {
  const test::TemporaryFolder folder;
  const DumpFiles files = test::write_small_dump(folder);
  const VocabularyRule rule{.min_count = 2, .categories = {TagCategory::kSpecies, TagCategory::kGeneral}};
  const DumpVocabulary vocabulary = build_vocabulary(files, rule, BrokenRecords::kStop, kSilent);
  const std::vector<VocabularyTag> expected = {{"solo", TagCategory::kGeneral, 5},
                                               {"canine", TagCategory::kSpecies, 3},
                                               {"wolf", TagCategory::kSpecies, 3}};
  EXPECT_EQ(vocabulary.tags, expected);
}

TEST(VocabularyRule, ComparesTwoLists) {
  const auto difference = compare_vocabularies({"a", "b", "c"}, {"a", "c", "d"});
  EXPECT_EQ(difference.added, std::vector<std::string>{"d"});
  EXPECT_EQ(difference.removed, std::vector<std::string>{"b"});
  EXPECT_EQ(difference.moved, 1U);
}

}  // namespace
}  // namespace jtp
