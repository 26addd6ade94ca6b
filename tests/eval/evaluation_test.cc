// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/evaluation.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

const Vocabulary kVocabulary({"wolf", "red_fur", "solo"},
                             {TagCategory::kSpecies, TagCategory::kGeneral, TagCategory::kGeneral});

std::vector<std::string> names_of(std::span<const TagGroup> groups) {
  std::vector<std::string> names;
  for (const TagGroup& group : groups) names.push_back(group.name);
  return names;
}

TEST(Evaluation, GroupsTagsByCategoryAndByFrequency) {
  const std::vector<Confusion> counts = {{.tp = 3, .fp = 0, .tn = 0, .fn = 2},
                                         {.tp = 0, .fp = 0, .tn = 5, .fn = 0},
                                         {.tp = 20, .fp = 0, .tn = 0, .fn = 0}};
  const std::vector<int> all = {0, 1, 2}, some = {0};
  const auto groups = tag_groups(kVocabulary, all, counts);
  EXPECT_EQ(names_of(groups), (std::vector<std::string>{"all", "general", "species", "20 labels or more",
                                                        "5-19 labels", "20-99 labels"}));
  EXPECT_EQ(groups[1].tags, (std::vector<int>{1, 2}));
  EXPECT_EQ(groups[4].tags, (std::vector<int>{0}));
  EXPECT_EQ(names_of(tag_groups(kVocabulary, some, counts)),
            (std::vector<std::string>{"all", "species", "5-19 labels"}));
}

TEST(Evaluation, ReportsObservedAndCorrected) {
  ScoreTally tally(3, 0);
  BlockCounts blocks({0.2, 0.2, 0.2});
  const std::vector<TagScore> high = {{0, 0.9F}, {1, 0.1F}, {2, 0.5F}};
  const std::vector<TagScore> low = {{0, 0.1F}, {1, 0.3F}, {2, 0.4F}};
  const std::vector<std::int16_t> wolf = {0};
  for (std::uint64_t key = 0; key < 100; ++key) {
    const bool first = key % 2 == 0;
    const ScoredLabels picture{
        .key = key,
        .scores = first ? high : low,
        .labels = key % 4 == 0 ? std::span<const std::int16_t>(wolf) : std::span<const std::int16_t>()};
    tally.add(picture);
    blocks.add(picture);
  }
  const std::vector<double> omission = {0.5, 0.5, 0.5};
  const std::vector<int> all = {0, 1, 2};
  const auto groups = tag_groups(kVocabulary, all, blocks.counts());
  const Evaluation evaluation = evaluate(tally, blocks, omission, groups);
  const GroupEvaluation& species = evaluation.groups[2];
  EXPECT_EQ(species.group.name, "species");
  // All 50 pictures with a high score are wolves; every second one of them is labelled.
  EXPECT_DOUBLE_EQ(*species.observed.macro[Rate::kInformedness].mean, 1 - 25.0 / 75);
  EXPECT_DOUBLE_EQ(*species.corrected.macro[Rate::kInformedness].mean, 1);
  EXPECT_DOUBLE_EQ(*species.corrected.micro[Rate::kPrecision], 1);
  EXPECT_TRUE(species.intervals.observed.macro[Rate::kInformedness]->contains(1 - 25.0 / 75));
  EXPECT_EQ(evaluation.tags[0].best->ranges,
            (std::vector<ThresholdRange>{{static_cast<double>(0.1F), static_cast<double>(0.9F)}}));
  EXPECT_FALSE(evaluation.tags[1].best) << "never labelled";
  EXPECT_EQ(evaluation.groups.front().observed.macro[Rate::kInformedness].tags, 1);
  EXPECT_EQ(evaluation.groups.front().average_precision.tags, 1);
}

}  // namespace
}  // namespace jtp
