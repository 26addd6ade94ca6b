// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "jtp/kernels/kernels.h"

namespace jtp {
namespace {

constexpr ElementType kTypes[] = {ElementType::kF32, ElementType::kBf16, ElementType::kInt8};

class PeakTest : public ::testing::Test {
 protected:
  std::int64_t multiply_adds(ElementType type, std::int64_t steps) {
    return kernels_for(active_isa()).multiply_adds(type, steps);
  }

  // Processor time, because the machine may be busy; the best of several attempts.
  double seconds(ElementType type, std::int64_t steps) {
    double best = 1e9;
    for (int i = 0; i < 7; ++i) {
      const double start = processor_seconds();
      multiply_adds(type, steps);
      best = std::min(best, processor_seconds() - start);
    }
    return best;
  }

 private:
  static double processor_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
};

TEST_F(PeakTest, TheCountIsProportionalToTheSteps) {
  for (const ElementType type : kTypes) {
    const std::int64_t one = multiply_adds(type, 1);
    EXPECT_GT(one, 0);
    EXPECT_EQ(multiply_adds(type, 0), 0);
    EXPECT_EQ(multiply_adds(type, 1000), 1000 * one);
  }
}

// If the compiler removed the loop, more steps would not take longer. Eight times the steps take eight times
// as long; requiring half of that leaves room for a busy machine.
TEST_F(PeakTest, MoreStepsTakeLonger) {
  for (const ElementType type : kTypes) EXPECT_GT(seconds(type, 4'000'000), 4 * seconds(type, 500'000));
}

// No processor is faster: 2 units of 16 lanes and 4 neighbours at 6 GHz are 768 multiply-adds per nanosecond.
TEST_F(PeakTest, TheRateIsPhysical) {
  for (const ElementType type : kTypes) {
    const double seconds_taken = seconds(type, 100'000);
    EXPECT_LT(static_cast<double>(multiply_adds(type, 100'000)) / seconds_taken, 768e9);
  }
}

}  // namespace
}  // namespace jtp
