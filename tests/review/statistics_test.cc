// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace jtp::test {
namespace {

TEST(WeightedShare, WeighsStrataByTheirSize) {
  // 90 % of the cells are right in 1 of 10, the others in 9 of 10.
  const std::vector<ReviewStratum> strata = {{900, 10, 1}, {100, 10, 9}};
  const auto share = weighted_share(strata);
  ASSERT_TRUE(share);
  EXPECT_NEAR(share->point, 0.9 * 0.1 + 0.1 * 0.9, 1e-12);
  EXPECT_LT(share->low, share->point);
  EXPECT_GT(share->high, share->point);
  EXPECT_EQ(share->answers, 20);
}

TEST(WeightedShare, IsNearlyWilsonsIntervalForOneStratum) {
  // k = 5 of n = 10: the smoothed share is also 5.5/11, so only Wilson's formula is left.
  const std::vector<ReviewStratum> strata = {{1000, 10, 5}};
  const auto share = weighted_share(strata);
  ASSERT_TRUE(share);
  EXPECT_NEAR(share->low, 0.236593, 1e-6);  // Wilson 1927 for 5 of 10
  EXPECT_NEAR(share->high, 0.763407, 1e-6);
}

TEST(WeightedShare, StaysInRangeAndKeepsARangeAtTheEnds) {
  for (const double k : {0.0, 8.0}) {
    const std::vector<ReviewStratum> strata = {{10, 8, k}};
    const auto share = weighted_share(strata);
    ASSERT_TRUE(share);
    EXPECT_EQ(share->point, k / 8);
    EXPECT_GE(share->low, 0);
    EXPECT_LE(share->high, 1);
    EXPECT_GT(share->high - share->low, 0.2);  // nothing is certain after eight answers
  }
}

TEST(WeightedShare, GivesCellsWithoutAnswersToTheirNeighbour) {
  const std::vector<ReviewStratum> strata = {{50, 0, 0}, {10, 4, 1}, {30, 0, 0}, {10, 4, 4}};
  const std::vector<ReviewStratum> joined = {{90, 4, 1}, {10, 4, 4}};
  EXPECT_EQ(weighted_share(strata)->point, weighted_share(joined)->point);
  EXPECT_EQ(weighted_share(strata)->low, weighted_share(joined)->low);
  EXPECT_FALSE(weighted_share(std::vector<ReviewStratum>{{50, 0, 0}}));
  EXPECT_FALSE(weighted_share(std::vector<ReviewStratum>{}));
  EXPECT_FALSE(weighted_share(std::vector<ReviewStratum>{{0, 3, 1}}));
}

TEST(WeightedShare, NarrowsWithMoreAnswers) {
  double width = 2;
  for (const double n : {5.0, 20.0, 80.0, 320.0}) {
    const auto share = weighted_share(std::vector<ReviewStratum>{{1000, n, n / 4}, {1000, n, n / 2}});
    EXPECT_LT(share->high - share->low, width);
    width = share->high - share->low;
  }
}

TEST(Agreement, IsOneForFullAgreementAndNothingWithoutPairs) {
  EXPECT_DOUBLE_EQ(*(Agreement{.both_yes = 3, .both_no = 4}.kappa()), 1);
  EXPECT_FALSE(Agreement{}.kappa());
  EXPECT_FALSE((Agreement{.both_yes = 5}.kappa()));  // chance alone would agree as often
}

TEST(Agreement, MatchesCohensExample) {
  // 20 and 15 the same, 5 and 10 not: po = 0.7, pe = 0.5, kappa = 0.4.
  const Agreement agreement{.both_yes = 20, .both_no = 15, .only_first = 5, .only_second = 10};
  EXPECT_EQ(agreement.pairs(), 50);
  EXPECT_EQ(agreement.same(), 35);
  EXPECT_NEAR(*agreement.kappa(), 0.4, 1e-12);
}

TEST(Agreement, IsNegativeForOppositeOpinions) {
  EXPECT_NEAR(*(Agreement{.only_first = 5, .only_second = 5}.kappa()), -1, 1e-12);
}

}  // namespace
}  // namespace jtp::test
