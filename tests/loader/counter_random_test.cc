// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/counter_random.h"

#include <gtest/gtest.h>

#include <set>

namespace jtp {
namespace {

// The known answers that the authors publish with their code (Random123, kat_vectors, "philox4x32 10").
TEST(Philox, MatchesThePublishedExamples) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(SampleRandom, StartsWithTheBlocksOfItsCounter) {
  SampleRandom random(0x0000000700000005, 3, 0x0000000200000001);
  for (std::uint32_t block = 0; block < 3; ++block) {
    const PhiloxCounter expected = philox({block, 3, 1, 2}, {5, 7});
    for (const std::uint32_t word : expected) EXPECT_EQ(random.bits(), word);
  }
}

TEST(SampleRandom, DependsOnEveryPartOfItsName) {
  std::set<std::uint32_t> first;
  for (std::uint64_t seed : {1, 2}) {
    for (std::int64_t epoch : {0, 1}) {
      for (std::int64_t place : {0, 1, 2}) first.insert(SampleRandom(seed, epoch, place).bits());
    }
  }
  EXPECT_EQ(first.size(), 12U);
}

TEST(SampleRandom, StaysInItsRanges) {
  SampleRandom random(1, 0, 0);
  std::set<std::uint32_t> seen;
  double sum = 0;
  constexpr int kDraws = 10000;
  for (int i = 0; i < kDraws; ++i) {
    const double number = random.uniform(-2, 3);
    EXPECT_GE(number, -2);
    EXPECT_LT(number, 3);
    sum += number;
    seen.insert(random.below(7));
  }
  // The standard deviation of the mean of 10,000 uniform numbers in a range of 5 is 5 / sqrt(12 * 10,000) =
  // 0.0144.
  EXPECT_NEAR(sum / kDraws, 0.5, 5 * 0.0144);
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(SampleRandom, AnEmptyRangeGivesItsOnlyNumber) {
  EXPECT_EQ(SampleRandom(1, 2, 3).uniform(0.85, 0.85), 0.85);
}

}  // namespace
}  // namespace jtp
