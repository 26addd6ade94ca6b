// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/step_guard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

#include "tests/support/errors.h"
#include "tests/train/color_set.h"

namespace jtp {
namespace {

SpikeWatch settled(double mean) {
  SpikeWatch watch;
  for (std::int64_t i = 0; i < SpikeWatch::kSettling; ++i) watch.add(mean);
  return watch;
}

TEST(StepGuard, AddsUpLossesAndLetsOrdinaryStepsPass) {
  const test::ColorSet set;
  StepGuard guard(set.manifest(), 4, 48, 20);
  EXPECT_EQ(guard.add(std::vector<std::int64_t>{0, 1}, at::tensor({2.0, 3.0}, at::kDouble)), 5);
  EXPECT_EQ(guard.add(std::vector<std::int64_t>{2, 3}, at::tensor({1.0, 1.5}, at::kDouble)), 2.5);
  EXPECT_NO_THROW(guard.check(100, 7.5 / 4, 1, settled(1.5)));
}

TEST(StepGuard, NamesTheBatchAndThePicturesWhoseLossIsNoNumber) {
  const test::ColorSet set;
  StepGuard guard(set.manifest(), 2, 48, 20);
  guard.add(std::vector<std::int64_t>{5, 7},
            at::tensor({1.0, std::numeric_limits<double>::quiet_NaN()}, at::kDouble));
  const std::string post = std::to_string(set.manifest().sample(7).post_id);
  test::expect_error(ErrorKind::kInternal, "step 31: the loss is nan",
                     [&] { guard.check(30, std::nan(""), 1, {}); });
  test::expect_error(ErrorKind::kInternal, "positions 60 to 61 of the stream (epoch 1), posts " + post,
                     [&] { guard.check(30, std::nan(""), 1, {}); });
  test::expect_error(ErrorKind::kInternal, "the norm of its gradient inf",
                     [&] { guard.check(30, 1, INFINITY, {}); });
}

TEST(StepGuard, NamesNoPictureWhoseLossIsInOrder) {
  const test::ColorSet set;
  StepGuard guard(set.manifest(), 11, 48, 20);
  at::Tensor losses = at::ones({11}, at::kDouble);
  losses[10] = std::numeric_limits<double>::infinity();
  std::vector<std::int64_t> samples(11);
  std::iota(samples.begin(), samples.end(), 0);
  guard.add(samples, losses);
  const std::string only = "posts " + std::to_string(set.manifest().sample(10).post_id);
  try {
    guard.check(0, INFINITY, 1, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string_view(error.what()).ends_with(only)) << error.what();
  }
}

TEST(StepGuard, NamesEightPicturesAtMost) {
  const test::ColorSet set;
  for (const std::int64_t bad : {8, 9}) {
    StepGuard guard(set.manifest(), bad, 48, 20);
    std::vector<std::int64_t> samples(static_cast<std::size_t>(bad));
    std::iota(samples.begin(), samples.end(), 0);
    guard.add(samples, at::full({bad}, NAN, at::kDouble));
    const std::string last = std::to_string(set.manifest().sample(7).post_id) + (bad > 8 ? ", ..." : "");
    try {
      guard.check(0, NAN, 1, {});
      FAIL();
    } catch (const Error& error) {
      EXPECT_TRUE(std::string_view(error.what()).ends_with(last)) << error.what();
    }
  }
}

TEST(StepGuard, NamesTheLeapAndForgetsTheStepBefore) {
  const test::ColorSet set;
  StepGuard guard(set.manifest(), 2, 48, 20);
  guard.add(std::vector<std::int64_t>{1, 2}, at::tensor({900.0, 900.0}, at::kDouble));
  guard.begin();
  guard.add(std::vector<std::int64_t>{5, 7}, at::tensor({1.0, 99.0}, at::kDouble));
  const std::string only = "posts " + std::to_string(set.manifest().sample(7).post_id);
  test::expect_error(ErrorKind::kInternal, "the loss leaps to 50",
                     [&] { guard.check(40, 50, 1, settled(2)); });
  test::expect_error(ErrorKind::kInternal, only, [&] { guard.check(40, 50, 1, settled(2)); });
  StepGuard none(set.manifest(), 2, 48, 0);
  EXPECT_NO_THROW(none.check(40, 50, 1, settled(2)));
}

}  // namespace
}  // namespace jtp
