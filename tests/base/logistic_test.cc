// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/logistic.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(Logistic, SigmoidIsSymmetricAndBounded) {
  EXPECT_EQ(sigmoid(0.0), 0.5);
  EXPECT_EQ(sigmoid(1000.0F), 1.0F);
  EXPECT_EQ(sigmoid(-1000.0F), 0.0F);
  // One rounding each of exp, + and /: 3 units of 2^-53 on each side.
  EXPECT_NEAR(sigmoid(2.5) + sigmoid(-2.5), 1, 6 * 0x1p-53);
}

TEST(Logistic, LogitIsTheInverse) {
  // d logit / d p is 1 / (p (1 - p)), here less than 10, for errors of p of a few times 2^-53.
  for (const double x : {-2.0, -0.5, 0.0, 1.0, 2.0}) EXPECT_NEAR(logit(sigmoid(x)), x, 1e-14) << x;
}

TEST(Logistic, MinusLogSigmoidDoesNotOverflow) {
  EXPECT_NEAR(minus_log_sigmoid(1.5), -std::log(sigmoid(1.5)), 1e-15);
  EXPECT_EQ(minus_log_sigmoid(-1e6), 1e6);
  EXPECT_EQ(minus_log_sigmoid(1e6), 0);
}

}  // namespace
}  // namespace jtp
