// SPDX-License-Identifier: Apache-2.0
#include "cli/model/comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jtp {
namespace {

using Scores = std::vector<float>;

TEST(Comparison, CountsWhatTheReferenceChoosesAndWhatFlipsEitherWay) {
  Comparison comparison({0.2F, 0.2F, 0.5F, 0.2F});
  comparison.add("a.png", Scores{0.30F, 0.19F, 0.6F, 0.1F}, Scores{0.31F, 0.21F, 0.4F, 0.1F});
  EXPECT_EQ(comparison.pictures(), 1);
  EXPECT_EQ(comparison.chosen(), 2);
  EXPECT_EQ(comparison.flips(), 2);
  EXPECT_DOUBLE_EQ(comparison.flip_share(), 1);
  EXPECT_NEAR(comparison.mean_difference(), (0.01 + 0.02 + 0.2) / 4, 1e-7);
  EXPECT_EQ(comparison.worst().tag, 2);
  EXPECT_EQ(comparison.worst().picture, "a.png");
  EXPECT_NEAR(comparison.worst().difference(), 0.2, 1e-7);
  ASSERT_EQ(comparison.first_flips().size(), 2u);
  EXPECT_EQ(comparison.first_flips()[0].tag, 1);
  EXPECT_EQ(comparison.first_flips()[1].tag, 2);
}

TEST(Comparison, AThresholdIsExceededStrictly) {
  Comparison comparison({0.2F});
  comparison.add("a.png", Scores{0.2F}, Scores{0.2F});
  EXPECT_EQ(comparison.chosen(), 0);
}

TEST(Comparison, KeepsOnlyTheFirstFlips) {
  Comparison comparison({0.5F});
  for (std::size_t i = 0; i < 2 * Comparison::kFlipsKept; ++i) {
    comparison.add(std::to_string(i), Scores{0.51F}, Scores{0.49F});
  }
  EXPECT_EQ(comparison.flips(), 2 * static_cast<std::int64_t>(Comparison::kFlipsKept));
  EXPECT_EQ(comparison.first_flips().size(), Comparison::kFlipsKept);
  EXPECT_EQ(comparison.first_flips().front().picture, "0");
}

// `pictures` pictures with ten chosen tags each; the first `flips` tags flip.
Comparison with_flips(int pictures, int flips) {
  Comparison comparison(Scores(10, 0.5F));
  for (int i = 0; i < pictures; ++i) {
    Scores other(10, 0.51F);
    if (i < flips) other[0] = 0.49F;
    comparison.add("a.png", Scores(10, 0.51F), other);
  }
  return comparison;
}

TEST(Comparison, IsSafeIfFewOfEnoughTagsFlip) {
  EXPECT_EQ(with_flips(30, 0).verdict(), Verdict::kSafe);
  EXPECT_EQ(with_flips(30, 3).verdict(), Verdict::kSafe);
  EXPECT_EQ(with_flips(30, 4).verdict(), Verdict::kNotSafe);
}

TEST(Comparison, HasNoVerdictForFewTags) {
  EXPECT_EQ(with_flips(29, 0).verdict(), Verdict::kTooFew);
  EXPECT_EQ(with_flips(29, 3).verdict(), Verdict::kTooFew);
  EXPECT_EQ(with_flips(29, 20).verdict(), Verdict::kNotSafe);
  EXPECT_EQ(Comparison({0.2F}).verdict(), Verdict::kTooFew);
}

TEST(Comparison, IsNotSafeIfAScoreChangesALotWithoutAFlip) {
  Comparison comparison(Scores(300, 0.2F));
  Scores other(300, 0.9F);
  other[7] = 0.84F;
  comparison.add("a.png", Scores(300, 0.9F), other);
  EXPECT_EQ(comparison.flips(), 0);
  EXPECT_EQ(comparison.verdict(), Verdict::kNotSafe);
}

}  // namespace
}  // namespace jtp
