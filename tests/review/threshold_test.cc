// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/threshold.h"

#include <gtest/gtest.h>

#include "jtp/base/random.h"
#include "jtp/review/sample_measured.h"

namespace jtp::test {
namespace {

TEST(Rising, IsTheNearestRisingSequence) {
  EXPECT_EQ(rising(std::vector{0.1, 0.2, 0.9}, std::vector{1.0, 1.0, 1.0}), (std::vector{0.1, 0.2, 0.9}));
  EXPECT_EQ(rising(std::vector{0.5, 0.25}, std::vector{1.0, 1.0}), (std::vector{0.375, 0.375}));
  EXPECT_EQ(rising(std::vector{0.5, 0.25}, std::vector{3.0, 1.0}), (std::vector{0.4375, 0.4375}));
  EXPECT_EQ(rising(std::vector{0.75, 0.5, 0.25}, std::vector{1.0, 1.0, 1.0}), (std::vector{0.5, 0.5, 0.5}));
  EXPECT_TRUE(rising({}, {}).empty());
}

struct Case {
  std::vector<ReviewedCell> cells;
  std::vector<ReviewStratum> strata;
  std::vector<float> bands = review_bands(0.2F);
};

// `right[b]` of the `each` answers in band b are right; each band has 100 cells.
Case make_case(const std::vector<int>& right, int each) {
  Case result;
  for (std::size_t b = 0; b < right.size(); ++b) {
    result.strata.push_back({100, static_cast<double>(each), static_cast<double>(right[b])});
    for (int i = 0; i < each; ++i) {
      result.cells.push_back({.band = static_cast<int>(b), .positive = i < right[b] ? 1.0 : 0.0});
    }
  }
  return result;
}

TEST(AdviseThreshold, IsTheLowestBandThatIsRightOftenEnough) {
  const Case clear = make_case({0, 0, 0, 20, 20, 20}, 20);
  const auto advice = advise_threshold(clear.cells, clear.strata, clear.bands, 0.9);
  ASSERT_TRUE(advice);
  EXPECT_EQ(advice->threshold, 0.5F);
  EXPECT_TRUE(advice->is_confirmed);
  EXPECT_EQ(advice->confirming.answers, 30);
  const auto looser = advise_threshold(clear.cells, clear.strata, clear.bands, 0.7);
  ASSERT_TRUE(looser);
  EXPECT_EQ(looser->threshold, 0.35F);  // 3 of 4 bands are right
}

TEST(AdviseThreshold, MayBeLowerThanTheCurrentOne) {
  const Case all_right = make_case({20, 20, 20, 20, 20, 20}, 20);
  const auto advice = advise_threshold(all_right.cells, all_right.strata, all_right.bands, 0.9);
  ASSERT_TRUE(advice);
  EXPECT_EQ(advice->threshold, 0.05F);
  EXPECT_TRUE(advice->is_confirmed);
}

TEST(AdviseThreshold, IsNothingIfNoBandIsRight) {
  const Case wrong = make_case({0, 0, 0, 0, 0, 0}, 20);
  EXPECT_FALSE(advise_threshold(wrong.cells, wrong.strata, wrong.bands, 0.5));
  EXPECT_FALSE(advise_threshold({}, wrong.strata, wrong.bands, 0.7));
}

TEST(AdviseThreshold, ConfirmsAThresholdThatIsTooLowAtMostAsOftenAsPromised) {
  // The true share is 0.6 in every band, and 0.7 is requested. So every suggestion is wrong, and the lower
  // end of an 80 % interval exceeds the truth in 10 % of the samples.
  int confirmed = 0;
  constexpr int kRounds = 2000;
  for (int round = 0; round < kRounds; ++round) {
    Dice dice(static_cast<std::uint64_t>(round));
    Case random = make_case({0, 0, 0, 0, 0, 0}, 10);
    for (ReviewedCell& cell : random.cells) cell.positive = dice.chance(0.6) ? 1 : 0;
    const auto advice = advise_threshold(random.cells, random.strata, random.bands, 0.7);
    if (advice && advice->is_confirmed) ++confirmed;
  }
  EXPECT_LT(static_cast<double>(confirmed) / kRounds, 0.1);
}

}  // namespace
}  // namespace jtp::test
