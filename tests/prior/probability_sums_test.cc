// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/probability_sums.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/base/logistic.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

TEST(LogitHistogram, AucCountsTiesAsHalf) {
  LogitHistogram histogram;
  for (const float positive : {2.0F, 0.0F}) histogram.add(positive, 1);
  for (const float negative : {-3.0F, 0.0F, 1.0F}) histogram.add(negative, 0);
  EXPECT_DOUBLE_EQ(histogram.auc(), (3 + 1.5) / 6);
  EXPECT_DOUBLE_EQ(LogitHistogram().auc(), 0.5);
  histogram.add(1e30F, 1);
  histogram.add(-1e30F, 0);
  EXPECT_DOUBLE_EQ(histogram.auc(), (4 + 2.5 + 4) / 12);
}

TEST(LogitHistogram, PlattFindsTheLineBehindTheData) {
  LogitHistogram histogram;
  Dice dice(3);
  for (int i = 0; i < 200000; ++i) {
    const double x = 3 * dice.normal();
    histogram.add(static_cast<float>(x), dice.chance(sigmoid(0.6 * x - 0.5)) ? 1 : 0);
  }
  const auto line = histogram.fit_platt(20);
  // Standard errors of about 0.003 and 0.007; the effects of the bin width 1/16 and the prior of 20 are
  // smaller.
  EXPECT_NEAR(line.slope, 0.6, 0.012);
  EXPECT_NEAR(line.shift, -0.5, 0.03);
  const auto untouched = LogitHistogram().fit_platt(20);
  EXPECT_DOUBLE_EQ(untouched.slope, 1);
  EXPECT_DOUBLE_EQ(untouched.shift, 0);
}

TEST(ProbabilitySums, LogLossMatchesItsDefinition) {
  ProbabilitySums sums;
  double expected = 0;
  Dice dice(4);
  for (int i = 0; i < 1000; ++i) {
    const auto x = static_cast<float>(4 * dice.normal());
    const bool holds = dice.chance(0.3);
    sums.add(x, holds);
    expected -= std::log(holds ? sigmoid(x) : sigmoid(-x)) / 1000;
  }
  EXPECT_NEAR(sums.log_loss(), expected, 0x1p-24);
  EXPECT_EQ(sums.cells(), 1000U);
}

TEST(ProbabilitySums, CalibrationErrorDetectsAShift) {
  Dice dice(5);
  ProbabilitySums right, wrong;
  double distance = 0;
  int cells = 0;
  for (int i = 0; i < 400000; ++i) {
    const double x = 1.5 * dice.normal();
    const bool holds = dice.chance(sigmoid(x));
    right.add(static_cast<float>(x), holds);
    wrong.add(static_cast<float>(x + 0.5), holds);
    if (sigmoid(x + 0.5) > 0.01) {
      distance += sigmoid(x + 0.5) - sigmoid(x);
      ++cells;
    }
  }
  // 20 groups of 20,000: each frequency is off by at most sqrt(2/pi) 0.5/sqrt(20,000) = 0.003 on average.
  EXPECT_LT(right.calibration_error(), 0.004);
  EXPECT_NEAR(wrong.calibration_error(), distance / cells, 0.004);
}

TEST(ProbabilitySums, DoNotDependOnTheOrder) {
  Dice dice(6);
  ProbabilitySums forwards, first, second;
  for (int i = 0; i < 1000; ++i) {
    const auto x = static_cast<float>(dice.normal());
    forwards.add(x, i % 3 == 0);
    (i < 300 ? first : second).add(x, i % 3 == 0);
  }
  second.add(first);
  EXPECT_EQ(forwards.log_loss(), second.log_loss());
  EXPECT_EQ(forwards.calibration_error(), second.calibration_error());
}

}  // namespace
}  // namespace jtp
