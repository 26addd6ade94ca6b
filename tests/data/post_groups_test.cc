// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/post_groups.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(PostGroups, JoinsParentsAndNearDuplicatesInAnyOrder) {
  PostGroups forwards;
  forwards.join(1, 2);
  forwards.join(2, 3);
  forwards.join(7, "same");
  forwards.join(3, "same");
  PostGroups backwards;
  backwards.join(3, "same");
  backwards.join(7, "same");
  backwards.join(3, 2);
  backwards.join(2, 1);
  for (const std::int64_t post : {1, 2, 3, 7}) {
    EXPECT_EQ(forwards.find(post), forwards.find(1));
    EXPECT_EQ(forwards.find(post), backwards.find(post));
  }
  EXPECT_EQ(forwards.find(8), std::nullopt);
  forwards.join(10, 11);
  EXPECT_NE(forwards.find(10), forwards.find(1));
}

TEST(SplitOf, GivesTheRequestedSharesAndKeepsGroupsTogether) {
  std::array<int, kSplits> counts{};
  for (int i = 0; i < 20000; ++i) {
    Md5 md5{};
    md5[3] = static_cast<std::uint8_t>(i);
    md5[12] = static_cast<std::uint8_t>(i >> 8);
    ++counts[static_cast<std::size_t>(split_of(md5, std::nullopt, {0.1, 0.2}))];
    EXPECT_EQ(split_of(md5, 12345, {0.1, 0.2}), split_of(Md5{}, 12345, {0.1, 0.2}));
  }
  // Four standard deviations of a binomial count of 20,000: 170 and 226.
  EXPECT_NEAR(counts[1], 2000, 170);
  EXPECT_NEAR(counts[2], 4000, 226);
}

}  // namespace
}  // namespace jtp
