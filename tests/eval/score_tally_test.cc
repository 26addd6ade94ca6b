// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_tally.h"

#include <gtest/gtest.h>

#include <limits>

#include "jtp/base/random.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

struct World {
  std::vector<TagScore> scores;
  std::vector<std::int16_t> labels;
};

// A picture with three tags; scores below the floor are omitted.
World picture(Dice& dice) {
  World world;
  for (int tag = 0; tag < 3; ++tag) {
    const bool there = dice.chance(0.3);
    const auto score = static_cast<float>(there ? 1 - dice.uniform() * dice.uniform() : dice.uniform());
    if (score > 0.1F) world.scores.push_back({tag, score});
    if (there) world.labels.push_back(static_cast<std::int16_t>(tag));
  }
  return world;
}

TEST(ScoreTally, CountsTagsWithoutAScoreAsBelowTheFloor) {
  ScoreTally tally(2, 0.005);
  const std::vector<TagScore> scores = {{1, 0.5F}};
  const std::vector<std::int16_t> labels = {0};
  tally.add({.key = 1, .scores = scores, .labels = labels});
  EXPECT_EQ(tally.curve(0).counts(0.005), (Confusion{.tp = 0, .fp = 0, .tn = 0, .fn = 1}));
  EXPECT_EQ(tally.curve(1).counts(0.005), (Confusion{.tp = 0, .fp = 1, .tn = 0, .fn = 0}));
  const std::vector<int> both = {0, 1};
  EXPECT_EQ(tally.pooled(both).counts(0.005), (Confusion{.tp = 0, .fp = 1, .tn = 0, .fn = 1}));
}

TEST(ScoreTally, RefusesAScoreThatIsNotAProbability) {
  ScoreTally tally(1, 0);
  for (const float bad : {-0.1F, 1.1F, std::numeric_limits<float>::quiet_NaN()}) {
    const std::vector<TagScore> scores = {{0, bad}};
    test::expect_error(ErrorKind::kInvalidInput, "not a probability",
                       [&] { tally.add({.key = 0, .scores = scores, .labels = {}}); });
  }
  EXPECT_EQ(tally.pictures(), 0);
}

// Switching to bins in the middle of a run loses nothing: the result is the same as with bins from the start.
TEST(ScoreTally, SwitchesToBinsWithoutLoss) {
  ScoreTally exact(3, 0.005), late(3, 0.005, 500), bins(3, 0.005, 0);
  Dice dice(3);
  for (int i = 0; i < 1000; ++i) {
    const World world = picture(dice);
    for (ScoreTally* tally : {&exact, &late, &bins})
      tally->add({.key = 0, .scores = world.scores, .labels = world.labels});
  }
  EXPECT_EQ(exact.kind(), StepKind::kDistinctScores);
  EXPECT_EQ(late.kind(), StepKind::kBins);
  for (int tag = 0; tag < 3; ++tag) {
    const ScoreCurve a = late.curve(tag), b = bins.curve(tag), fine = exact.curve(tag);
    ASSERT_EQ(a.steps().size(), b.steps().size());
    for (std::size_t i = 0; i < a.steps().size(); ++i) {
      EXPECT_EQ(a.steps()[i].positives, b.steps()[i].positives);
      EXPECT_EQ(a.steps()[i].negatives, b.steps()[i].negatives);
      // A binned curve is exact at its steps.
      EXPECT_EQ(a.counts(a.steps()[i].score), fine.counts(a.steps()[i].score));
    }
    EXPECT_LE(std::abs(*a.average_precision() - *fine.average_precision()), a.average_precision_error());
    EXPECT_NEAR(*a.average_precision(), *fine.average_precision(), 0.01);
  }
}

}  // namespace
}  // namespace jtp
