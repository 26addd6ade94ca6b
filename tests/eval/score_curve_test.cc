// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_curve.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

ScoreStep step(double score, double positives, double negatives) {
  return {.score = score, .positives = positives, .negatives = negatives, .mean = score};
}

TEST(ScoreCurve, PredictsScoresAboveTheThreshold) {
  const ScoreCurve curve({step(0.25, 1, 2), step(0.5, 3, 4)});
  EXPECT_EQ(curve.counts(0.5), (Confusion{.tp = 0, .fp = 0, .tn = 6, .fn = 4}));
  EXPECT_EQ(curve.counts(0.49), (Confusion{.tp = 3, .fp = 4, .tn = 2, .fn = 1}));
  EXPECT_EQ(curve.counts(0.25), curve.counts(0.49));
  EXPECT_EQ(curve.counts(0.1), (Confusion{.tp = 4, .fp = 6, .tn = 0, .fn = 0}));
}

TEST(ScoreCurve, HasNoFiguresWithoutCells) {
  const ScoreCurve curve({});
  EXPECT_FALSE(curve.average_precision());
  EXPECT_FALSE(curve.best_informedness());
  EXPECT_EQ(curve.counts(0.5), Confusion());
}

TEST(ScoreCurve, TreatsTiesAsOneStep) {
  const ScoreCurve curve({step(0.5, 1, 1)});
  EXPECT_EQ(curve.average_precision(), 0.5);
  const auto best = curve.best_informedness();
  ASSERT_TRUE(best);
  EXPECT_EQ(best->informedness, 0);
  EXPECT_EQ(best->ranges, (std::vector<ThresholdRange>{{0, 1}}));
}

TEST(ScoreCurve, JoinsOnlyAdjacentRanges) {
  // J is 1/2 below 0.2, 0 there, 1/2 from 0.4 on.
  const ScoreCurve curve({step(0.1, 0, 1), step(0.2, 1, 0), step(0.4, 0, 1), step(0.6, 1, 0)});
  const auto best = curve.best_informedness();
  ASSERT_TRUE(best);
  EXPECT_EQ(best->ranges, (std::vector<ThresholdRange>{{0.1, 0.2}, {0.4, 0.6}}));
  EXPECT_DOUBLE_EQ(best->threshold, 0.15);
}

TEST(ScoreCurve, OffersNoThresholdBelowItsFloor) {
  const ScoreCurve curve({step(0, 0, 5), step(0.01, 2, 0)}, StepKind::kDistinctScores, 0.005);
  EXPECT_EQ(curve.best_informedness()->ranges, (std::vector<ThresholdRange>{{0.005, 0.01}}));
}

TEST(ScoreCurve, OffersTheEdgesOfBins) {
  const ScoreCurve curve({step(0.25, 0, 5), step(0.5, 2, 0)}, StepKind::kBins);
  const auto best = curve.best_informedness();
  EXPECT_EQ(best->informedness, 1);
  EXPECT_EQ(best->ranges.size(), 1U);
  EXPECT_EQ(best->ranges.front().lower, 0.25);
  EXPECT_LT(best->threshold, 0.250001);
  EXPECT_EQ(curve.best_informedness_error(), 0);
}

// One bin with one positive and one negative, in unknown order.
TEST(ScoreCurve, BoundsTheErrorOfBins) {
  const ScoreCurve curve({step(0.25, 0, 1), step(0.5, 1, 1)}, StepKind::kBins);
  EXPECT_EQ(curve.average_precision(), 0.5);
  EXPECT_EQ(curve.average_precision_error(), 0.5);  // 1 at best, 1/2 at worst
  EXPECT_EQ(curve.best_informedness()->informedness, 0.5);
  EXPECT_EQ(curve.best_informedness_error(), 0.5);
}

}  // namespace
}  // namespace jtp
