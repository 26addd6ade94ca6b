// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/step_meter.h"

#include <gtest/gtest.h>

#include <thread>

namespace jtp {
namespace {

using std::chrono::milliseconds;

TEST(StepMeter, HasNoLossBeforeTheFirstStep) { EXPECT_FALSE(StepMeter().loss().has_value()); }

TEST(StepMeter, AveragesOverPicturesAndKeepsTheLastNorm) {
  StepMeter meter;
  meter.add({.loss = 30, .pictures = 4, .gradient_norm = 7, .network_seconds = 0});
  meter.add({.loss = 10, .pictures = 4, .gradient_norm = 3, .network_seconds = 0});
  EXPECT_EQ(meter.loss(), 5);
  EXPECT_EQ(meter.gradient_norm(), 3);
  meter.restart(0);
  EXPECT_FALSE(meter.loss().has_value());
}

// A sleep is never shorter than requested, and extra time makes both shares smaller.
TEST(StepMeter, DividesTimeIntoNetworkAndTheRest) {
  StepMeter meter;
  meter.restart(100);
  std::this_thread::sleep_for(milliseconds(40));
  meter.add({.loss = 1, .pictures = 8, .gradient_norm = 1, .network_seconds = 0.030});
  const double outside = meter.share_outside_the_network(), waiting = meter.share_waiting(100.010);
  EXPECT_GE(outside, 0.25);
  EXPECT_LT(outside, 1);
  EXPECT_LE(waiting, 0.25);
  EXPECT_GT(waiting, 0);
  EXPECT_LE(meter.pictures_per_second(), 200);
}

// It started an hour ago, and an hour was excluded: what remains is a moment.
TEST(StepMeter, ExcludesTimeNotSpentOnTraining) {
  StepMeter meter;
  meter.leave_out(-std::chrono::hours(1));
  meter.add({.loss = 1, .pictures = 3600, .gradient_norm = 1, .network_seconds = 0});
  EXPECT_LE(meter.pictures_per_second(), 1);
  meter.leave_out(std::chrono::hours(1));
  EXPECT_GT(meter.pictures_per_second(), 10);
}

}  // namespace
}  // namespace jtp
