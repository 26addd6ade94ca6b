// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/chart_axis.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

std::vector<std::string> labels(const std::vector<AxisTick>& ticks) {
  std::vector<std::string> all;
  for (const AxisTick& tick : ticks) all.push_back(tick.label);
  return all;
}

using Labels = std::vector<std::string>;

TEST(LinearTicks, AreRoundNumbersInTheRange) {
  EXPECT_EQ(labels(linear_ticks({0, 1})), (Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(labels(linear_ticks({0, 31250})), (Labels{"0", "10,000", "20,000", "30,000"}));
  EXPECT_EQ(labels(linear_ticks({-0.03, 0.06})), (Labels{"-0.02", "0.00", "0.02", "0.04", "0.06"}));
  EXPECT_EQ(labels(linear_ticks({3, 3.0004})), (Labels{"3.0000", "3.0001", "3.0002", "3.0003", "3.0004"}));
  EXPECT_EQ(labels(linear_ticks({0, 4e9})), (Labels{"0", "1e+09", "2e+09", "3e+09", "4e+09"}));
}

TEST(LinearTicks, AreTwoToTenForAnyRange) {
  for (double low : {-1e6, -3.7, 0.0, 1e-9, 5.0}) {
    for (double width = 1e-8; width < 1e12; width *= 3.7) {
      const auto ticks = linear_ticks({low, low + width});
      EXPECT_GE(ticks.size(), 2U) << low << ' ' << width;
      EXPECT_LE(ticks.size(), 10U) << low << ' ' << width;
    }
  }
}

TEST(LogarithmicTicks, ArePowersOfTenAndMoreOnShortAxes) {
  EXPECT_EQ(labels(logarithmic_ticks({0.0002, 30})), (Labels{"0.001", "0.01", "0.1", "1", "10"}));
  EXPECT_EQ(labels(logarithmic_ticks({0.04, 0.7})), (Labels{"0.05", "0.1", "0.2", "0.5"}));
  EXPECT_EQ(labels(logarithmic_ticks({2.1, 4.9})), labels(linear_ticks({2.1, 4.9})));
  for (double width = 1.5; width < 1e180; width *= 7.3) {
    const auto ticks = logarithmic_ticks({1e-90, 1e-90 * width});
    EXPECT_GE(ticks.size(), 2U) << width;
    EXPECT_LE(ticks.size(), 11U) << width;
  }
}

TEST(RoundedOut, EndsAtTicks) {
  const AxisRange linear = rounded_out({0.13, 0.87}, AxisScale::kLinear);
  EXPECT_DOUBLE_EQ(linear.low, 0);
  EXPECT_DOUBLE_EQ(linear.high, 1);
  const AxisRange logarithmic = rounded_out({0.02, 300}, AxisScale::kLogarithmic);
  EXPECT_DOUBLE_EQ(logarithmic.low, 0.02);
  EXPECT_DOUBLE_EQ(logarithmic.high, 300);
  const AxisRange wider = rounded_out({0.0234, 345}, AxisScale::kLogarithmic);
  EXPECT_DOUBLE_EQ(wider.low, 0.02);
  EXPECT_DOUBLE_EQ(wider.high, 400);
}

}  // namespace
}  // namespace jtp
