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

// Sleep is never shorter than asked, and what comes on top makes the shares smaller alike.
TEST(StepMeter, DividesTimeIntoNetworkAndRest) {
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

// An hour ago and an hour left out: what remains is the moment since.
TEST(StepMeter, LeavesOutWhatIsNoTraining) {
  StepMeter meter;
  meter.leave_out(-std::chrono::hours(1));
  meter.add({.loss = 1, .pictures = 3600, .gradient_norm = 1, .network_seconds = 0});
  EXPECT_LE(meter.pictures_per_second(), 1);
  meter.leave_out(std::chrono::hours(1));
  EXPECT_GT(meter.pictures_per_second(), 10);
}

}  // namespace
}  // namespace jtp
