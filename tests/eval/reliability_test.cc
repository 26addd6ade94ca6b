// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/reliability.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jtp {
namespace {

ScoreCurve calibrated_curve(double exponent) {
  std::vector<ScoreStep> steps;
  for (int i = 0; i < 1000; ++i) {
    const double score = (i + 0.5) / 1000, share = std::pow(score, exponent);
    steps.push_back(
        {.score = score, .positives = 100 * share, .negatives = 100 * (1 - share), .mean = score});
  }
  return ScoreCurve(std::move(steps));
}

TEST(Reliability, HasNoErrorIfScoresAreFrequencies) {
  EXPECT_NEAR(*calibration_error(calibrated_curve(1)), 0, 1e-9);
  // The mean of p - p^2 over 0...1.
  EXPECT_NEAR(*calibration_error(calibrated_curve(2)), 1.0 / 6, 1e-3);
  EXPECT_FALSE(calibration_error(ScoreCurve({})));
}

TEST(Reliability, IgnoresCellsBelowTheFloor) {
  const ScoreCurve curve({{.score = 0, .positives = 5, .negatives = 5, .mean = 0},
                          {.score = 0.5, .positives = 1, .negatives = 1, .mean = 0.5}},
                         StepKind::kDistinctScores, 0.005);
  EXPECT_EQ(*calibration_error(curve), 0);
  Reliability reliability;
  reliability.add(curve, 0);
  ASSERT_EQ(reliability.bins().size(), 1U);
  EXPECT_EQ(reliability.bins().front().cells, 2);
}

TEST(Reliability, CorrectsTheShareOfLabels) {
  Reliability reliability(10);
  reliability.add(calibrated_curve(1), 0);
  const auto bins = reliability.bins();
  ASSERT_EQ(bins.size(), 10U);
  for (const ReliabilityBin& bin : bins) {
    EXPECT_NEAR(bin.positive, bin.score, 1e-9);
    EXPECT_EQ(bin.cells, 10'000);
  }
  Reliability half(10);
  half.add(calibrated_curve(1), 0.5);
  EXPECT_NEAR(half.bins()[2].corrected, 0.5, 1e-9);
  EXPECT_EQ(half.bins()[9].corrected, 1);
}

}  // namespace
}  // namespace jtp
