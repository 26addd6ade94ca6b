// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/prevalence.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(Prevalence, ShrinksTowardsTheTagsOfTheCategoryByTheMethodOfMoments) {
  const Vocabulary vocabulary({"a", "b", "c"},
                              {TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kSpecies});
  const std::vector<std::int64_t> counts = {10, 30, 5};
  const auto result = prevalence(counts, 100, vocabulary);
  // Frequencies 0.1 and 0.3: mean 0.2, variance 0.01, s = 0.16 / 0.01 - 1 = 15, a = 3, b = 12.
  EXPECT_FLOAT_EQ(result[0], 13.0F / 115);
  EXPECT_FLOAT_EQ(result[1], 33.0F / 115);
  EXPECT_FLOAT_EQ(result[2], 5.5F / 101) << "one tag has no spread";
}

TEST(Prevalence, StaysStrictlyBetweenZeroAndOne) {
  const Vocabulary vocabulary({"a", "b"}, {TagCategory::kGeneral, TagCategory::kGeneral});
  for (const float p : prevalence(std::vector<std::int64_t>{0, 50}, 50, vocabulary)) {
    EXPECT_GT(p, 0);
    EXPECT_LT(p, 1);
  }
  for (const float p : prevalence(std::vector<std::int64_t>{0, 0}, 0, vocabulary)) EXPECT_GT(p, 0);
}

}  // namespace
}  // namespace jtp
