// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_bins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "jtp/base/random.h"

namespace jtp {
namespace {

TEST(ScoreBins, AscendAndMeetWithoutGaps) {
  EXPECT_EQ(score_bins::bin_of(0.0F), 0U);
  EXPECT_EQ(score_bins::bin_of(1.0F), score_bins::kBins - 1);
  EXPECT_EQ(score_bins::top_of(score_bins::kBins - 1), 1.0F);
  for (std::size_t bin = 0; bin < score_bins::kBins; ++bin) {
    const float top = score_bins::top_of(bin);
    EXPECT_EQ(score_bins::bin_of(top), bin) << top;
    if (bin + 1 == score_bins::kBins) break;
    EXPECT_EQ(score_bins::bin_of(std::nextafter(top, 2.0F)), bin + 1) << top;
  }
}

TEST(ScoreBins, AreAThirtySecondOfTheOddsWide) {
  for (std::size_t bin = 1; bin + 1 < score_bins::kBins; ++bin) {
    const double low = std::nextafter(score_bins::top_of(bin - 1), 2.0F), high = score_bins::top_of(bin);
    const double nearer = std::min(high, 1 - low), farther = std::min(low, 1 - high);
    EXPECT_LE(std::abs(nearer - farther), farther / 32 * 1.001) << low;
    EXPECT_GT(score_bins::middle_of(bin), low - 1e-6);
    EXPECT_LT(score_bins::middle_of(bin), high);
  }
}

TEST(ScoreBins, KeepTheOrderOfScores) {
  Dice dice(1);
  for (int i = 0; i < 100'000; ++i) {
    const auto a = static_cast<float>(dice.uniform()), b = static_cast<float>(dice.uniform());
    EXPECT_LE(score_bins::bin_of(std::min(a, b)), score_bins::bin_of(std::max(a, b))) << a << " " << b;
  }
}

}  // namespace
}  // namespace jtp
