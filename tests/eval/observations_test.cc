// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/observations.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(Observations, CountWithTheirEffectiveNumber) {
  const std::vector<Observation> equal = {{0.5F, 1, 7}, {0.25F, 0, 7}};
  const ScoreCurve curve = curve_of(equal);
  EXPECT_DOUBLE_EQ(curve.positives(), 1);
  EXPECT_DOUBLE_EQ(curve.negatives(), 1);
  // 9 + 1 + 1 + 1 counts as much as 144 / 84 equal ones.
  const std::vector<Observation> unequal = {{0.5F, 1, 9}, {0.5F, 0, 1}, {0.25F, 0, 1}, {0.75F, 1, 1}};
  const ScoreCurve other = curve_of(unequal);
  EXPECT_NEAR(other.positives() + other.negatives(), 144.0 / 84, 1e-12);
  EXPECT_NEAR(other.positives() / other.negatives(), 5, 1e-12);
  EXPECT_EQ(other.steps().size(), 3U);
  EXPECT_TRUE(curve_of({}).steps().empty());
}

TEST(Observations, CountUnseenCellsAsNegativeAndDoubtsAsHalf) {
  const std::vector<Observation> observations = {{0.5F, 0.5, 10}, {0.75F, 1, 10}};
  const ScoreCurve curve = curve_of(observations, 80);
  EXPECT_DOUBLE_EQ(curve.positives(), 1.5);
  EXPECT_DOUBLE_EQ(curve.negatives(), 0.5 + 8);
  EXPECT_EQ(curve.steps().front().score, 0);
}

TEST(Observations, AreCheckedBeforeTheyCount) {
  for (const Observation& bad : {Observation{1.5F, 1, 1}, Observation{0.5F, -1, 1}}) {
    test::expect_error(ErrorKind::kInvalidInput, "must be 0 to 1", [&] { curve_of({&bad, 1}); });
  }
  const Observation weightless{0.5F, 1, 0};
  test::expect_error(ErrorKind::kInvalidInput, "must be positive and finite, not 0", [&] {
    curve_of({&weightless, 1});
  });
}

}  // namespace
}  // namespace jtp
