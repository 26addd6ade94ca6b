// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/implied_pairs.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(ImpliedPairs, FollowsChainsInBothDirections) {
  const Vocabulary vocabulary({"wolf", "canine", "solo", "mammal"}, std::vector<TagCategory>(4));
  TagGraph graph;
  graph.parse_implications("from,to\nwolf,canis\ncanis,canine\ncanine,mammal\n", "i.csv");
  const ImpliedPairs pairs(vocabulary, graph);
  const auto generals = pairs.generals(0);
  EXPECT_EQ(std::vector(generals.begin(), generals.end()), (std::vector<std::int16_t>{1, 3}));
  EXPECT_EQ(pairs.masked(0), (std::vector<std::int16_t>{0, 1, 3}));
  EXPECT_EQ(pairs.masked(3), (std::vector<std::int16_t>{0, 1, 3}));
  EXPECT_EQ(pairs.masked(2), std::vector<std::int16_t>{2});
  EXPECT_EQ(ImpliedPairs(2).masked(1), std::vector<std::int16_t>{1});
}

}  // namespace
}  // namespace jtp
