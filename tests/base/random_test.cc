// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/random.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

// The first three numbers of SplitMix64 from seed 0, as the authors' and the JDK's generators give them.
TEST(Random, MixesAsSplitMix64) {
  EXPECT_EQ(mixed(0), 0xE220A8397B1DCDAF);
  EXPECT_EQ(mixed(kSplitMixStep), 0x6E789E6AA1B965F4);
  EXPECT_EQ(mixed(2 * kSplitMixStep), 0x06C45D188009454F);
  EXPECT_EQ(finalised(kSplitMixStep), mixed(0));
}

TEST(Random, DiceDependOnSeedAndIndexOnly) {
  Dice one(7, 3), same(7, 3), other(7, 4);
  const std::uint64_t first = one.bits();
  EXPECT_EQ(first, same.bits());
  EXPECT_NE(first, other.bits());
}

TEST(Random, NumbersStayInTheirRanges) {
  Dice dice(1);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(dice.below(6), 6U);
    const double number = dice.uniform();
    EXPECT_TRUE(number >= 0 && number < 1) << number;
  }
}

}  // namespace
}  // namespace jtp
