// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/progress.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(Progress, ShowsSpeedAndTimeLeft) {
  EXPECT_EQ(format_progress({.done = 120, .failed = 2, .total = 1000, .seconds = 4}),
            "120 of 1000 pictures, 30.0/s, 30 s left, 2 failed");
}

TEST(Progress, OmitsUnknownNumbers) {
  EXPECT_EQ(format_progress({.done = 0, .failed = 0, .total = {}, .seconds = 0}), "0 pictures");
  EXPECT_EQ(format_progress({.done = 5, .failed = 0, .total = {}, .seconds = 10}), "5 pictures, 0.5/s");
  EXPECT_EQ(format_progress({.done = 5, .failed = 0, .total = 5, .seconds = 10}), "5 of 5 pictures, 0.5/s");
}

TEST(Progress, DurationsHaveTwoUnits) {
  EXPECT_EQ(format_duration(0.2), "1 s");
  EXPECT_EQ(format_duration(60), "1 min 0 s");
  EXPECT_EQ(format_duration(200), "3 min 20 s");
  EXPECT_EQ(format_duration(7500), "2 h 5 min");
}

}  // namespace
}  // namespace jtp
