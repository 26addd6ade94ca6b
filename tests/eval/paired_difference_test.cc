// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/paired_difference.h"

#include <gtest/gtest.h>

#include <numeric>

#include "jtp/base/random.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

constexpr int kTags = 10;

struct Tagger {
  double recall = 0.8;
  int other_tag = -1;  // the tag that it finds with this probability
  double other_recall = 0;
};

// The same 500 pictures for every tagger: a picture and tag that is hard for one is hard for all.
SavedEvaluation evaluate_tagger(const Tagger& tagger, std::uint64_t world = 1, std::uint64_t luck = 1) {
  std::vector<std::string> names;
  for (int tag = 0; tag < kTags; ++tag) names.push_back("tag_" + std::to_string(tag));
  BlockCounts blocks(std::vector<double>(kTags, 0.5));
  Dice dice(world), own(luck);
  for (std::uint64_t key = 0; key < 500; ++key) {
    std::vector<TagScore> scores;
    std::vector<std::int16_t> labels;
    for (int tag = 0; tag < kTags; ++tag) {
      const bool there = dice.chance(0.2);
      const double hardness = 0.9 * dice.uniform() + 0.1 * own.uniform();
      const double chance = there ? (tag == tagger.other_tag ? tagger.other_recall : tagger.recall) : 0.1;
      if (hardness < chance) scores.push_back({tag, 0.9F});
      if (there) labels.push_back(static_cast<std::int16_t>(tag));
    }
    blocks.add({.key = key + 1000 * world, .scores = scores, .labels = labels});
  }
  std::vector<int> tags(kTags);
  std::iota(tags.begin(), tags.end(), 0);
  return {.vocabulary = Vocabulary(names, std::vector<TagCategory>(kTags)),
          .tags = tags,
          .blocks = std::move(blocks),
          .model = "toy",
          .labels = "made up"};
}

TEST(PairedDifference, DistinguishesAChangeFromNoise) {
  const SavedEvaluation before = evaluate_tagger({});
  const PairedDifference same = compare(before, before);
  EXPECT_EQ(same.macro[Rate::kInformedness]->interval, (Interval{0, 0}));
  EXPECT_TRUE(same.changed.empty());

  const PairedDifference luck = compare(before, evaluate_tagger({}, 1, 2));
  EXPECT_FALSE(luck.macro[Rate::kInformedness]->is_more_than_noise());

  const PairedDifference better = compare(before, evaluate_tagger({.recall = 0.84}, 1, 2));
  EXPECT_TRUE(better.macro[Rate::kInformedness]->is_more_than_noise());
  EXPECT_GT(better.macro[Rate::kInformedness]->interval.lower, 0);
  EXPECT_TRUE(better.micro[Rate::kTpr]->is_more_than_noise());
}

TEST(PairedDifference, NamesTheTagsThatChanged) {
  const PairedDifference result =
      compare(evaluate_tagger({}), evaluate_tagger({.other_tag = 4, .other_recall = 0.5}, 1, 2));
  ASSERT_EQ(result.changed.size(), 1U);
  EXPECT_EQ(result.changed[0].tag, "tag_4");
  EXPECT_LT(result.changed[0].after, result.changed[0].before);
  EXPECT_LT(result.changed[0].z, -3);
}

TEST(PairedDifference, RefusesOtherPicturesLabelsAndTags) {
  const SavedEvaluation before = evaluate_tagger({});
  test::expect_error(ErrorKind::kUsage, "different pictures",
                     [&] { compare(before, evaluate_tagger({}, 2)); });
  SavedEvaluation labels = before;
  BlockCounts::Tables tables = before.blocks.tables();
  tables.positives.front() = tables.hits.front() = tables.predicted.front() = 0;
  labels.blocks = BlockCounts(std::vector<double>(kTags, 0.5), tables);
  test::expect_error(ErrorKind::kUsage, "different labels, for example for tag_0",
                     [&] { compare(before, labels); });
  SavedEvaluation tags = before;
  tags.tags.clear();
  test::expect_error(ErrorKind::kUsage, "no tag in common", [&] { compare(before, tags); });
}

}  // namespace
}  // namespace jtp
