// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/criterion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(Criterion, ReadsBack) {
  for (const char* text : {"j", "f1", "f0.5", "csi", "p=r", "precision=0.8", "recall=0.9", "tags=30"})
    EXPECT_EQ(to_string(parse_criterion(text)), text);
  for (const char* text :
       {"", "x", "f", "f0", "f-1", "precision=", "precision=1", "recall=0", "tags=nan", "j "})
    test::expect_error(ErrorKind::kUsage, "is not a criterion", [&] { parse_criterion(text); });
}

TEST(Criterion, MeasuresWhatItsNameSays) {
  const Confusion counts{.tp = 6, .fp = 2, .tn = 10, .fn = 4};
  const auto merit = [&](const std::string& text, double rank = 0.25) {
    return merit_of(parse_criterion(text), {.counts = counts, .pictures = 2, .rank = rank});
  };
  EXPECT_DOUBLE_EQ(merit("j"), 0.6 + 10.0 / 12 - 1);
  EXPECT_DOUBLE_EQ(merit("f1"), 12.0 / 18);
  EXPECT_DOUBLE_EQ(merit("f2"), 5 * 6.0 / (5 * 6 + 4 * 4 + 2));
  EXPECT_DOUBLE_EQ(merit("csi"), 0.5);
  EXPECT_DOUBLE_EQ(merit("p=r"), -(0.75 - 0.6));
  EXPECT_EQ(merit("tags=4"), 0.75);
  EXPECT_TRUE(std::isinf(merit("tags=3.9")));
  EXPECT_EQ(merit("precision=0.4"), 0.75);  // Wilson's lower bound of 6 of 8 is 0.46
  EXPECT_TRUE(std::isinf(merit("precision=0.5")));
  EXPECT_EQ(merit("recall=0.5"), 0.25);  // (4 + 1) / (10 + 1) are missed
  EXPECT_TRUE(std::isinf(merit("recall=0.55")));
}

}  // namespace
}  // namespace jtp
