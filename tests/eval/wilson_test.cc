// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/wilson.h"

#include <gtest/gtest.h>

#include "jtp/base/random.h"

namespace jtp {
namespace {

// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.
TEST(Wilson, GivesThePublishedIntervals) {
  const Interval interval = wilson_interval(81, 263);
  EXPECT_NEAR(interval.lower, 0.2553, 5e-5);
  EXPECT_NEAR(interval.upper, 0.3662, 5e-5);
  EXPECT_NEAR(wilson_interval(0, 20).upper, 0.1611, 5e-5);
  EXPECT_NEAR(wilson_interval(1, 29).lower, 0.0061, 5e-5);
}

TEST(Wilson, KnowsNothingWithoutTrials) {
  EXPECT_EQ(wilson_interval(0, 0), (Interval{0, 1}));
  EXPECT_EQ(informedness_interval({.tp = 3, .fp = 0, .tn = 0, .fn = 1}), (Interval{-1, 1}));
}

// Newcombe (1998), "Interval estimation for the difference between independent proportions", table II: 56/70
// and 48/80, method 10.
TEST(Wilson, GivesThePublishedIntervalOfADifference) {
  const Interval interval = informedness_interval({.tp = 56, .fp = 48, .tn = 32, .fn = 14});
  EXPECT_NEAR(interval.lower, 0.0524, 5e-5);
  EXPECT_NEAR(interval.upper, 0.3339, 5e-5);
}

TEST(Wilson, CoversTheInformednessOfRareTags) {
  Dice dice(11);
  constexpr int kRepetitions = 2000;
  int covered = 0;
  for (int i = 0; i < kRepetitions; ++i) {
    Confusion counts;
    for (int k = 0; k < 12; ++k) (dice.chance(0.8) ? counts.tp : counts.fn) += 1;
    for (int k = 0; k < 300; ++k) (dice.chance(0.02) ? counts.fp : counts.tn) += 1;
    covered += informedness_interval(counts).contains(0.78) ? 1 : 0;
  }
  // Not below 0.95 by more than three deviations of 0.005. With 12 trials the steps are coarse, which makes
  // the interval a little too wide.
  EXPECT_GE(static_cast<double>(covered) / kRepetitions, 0.935);
  EXPECT_LE(static_cast<double>(covered) / kRepetitions, 0.99);
}

}  // namespace
}  // namespace jtp
