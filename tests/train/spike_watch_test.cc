// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/spike_watch.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(SpikeWatch, DistinguishesAJumpFromADrift) {
  SpikeWatch watch;
  EXPECT_FALSE(watch.is_spike(1e9, 5));  // nothing to compare with yet
  for (int i = 0; i < 40; ++i) watch.add(10 + i % 3);
  EXPECT_NEAR(watch.mean, 11, 0.5);
  EXPECT_FALSE(watch.is_spike(50, 5));
  EXPECT_TRUE(watch.is_spike(60, 5));
  EXPECT_FALSE(watch.is_spike(60, 0));
}

TEST(SpikeWatch, FollowsALossThatFalls) {
  SpikeWatch watch;
  for (int i = 0; i < 20; ++i) watch.add(1000);
  for (int i = 0; i < 100; ++i) watch.add(10);
  EXPECT_NEAR(watch.mean, 10, 10);
}

}  // namespace
}  // namespace jtp
