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

TEST(StepGuard, NamesTheBatchAndThePicturesWithANanLoss) {
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

// Expects a step on the first pictures of a set to fail with these losses, and its error to end with
// `ending`.
void expect_error_ending(const test::ColorSet& set, const at::Tensor& losses, std::string_view ending) {
  StepGuard guard(set.manifest(), losses.numel(), test::ColorSet::kTraining, 20);
  std::vector<std::int64_t> samples(static_cast<std::size_t>(losses.numel()));
  std::iota(samples.begin(), samples.end(), 0);
  const double sum = guard.add(samples, losses);
  try {
    guard.check(0, sum, 1, {});
    FAIL() << ending;
  } catch (const Error& error) {
    EXPECT_TRUE(std::string_view(error.what()).ends_with(ending)) << error.what();
  }
}

std::string post(const test::ColorSet& set, std::int64_t sample) {
  return std::to_string(set.manifest().sample(sample).post_id);
}

TEST(StepGuard, DoesNotNamePicturesWithAnOrdinaryLoss) {
  const test::ColorSet set;
  at::Tensor losses = at::ones({11}, at::kDouble);
  losses[10] = std::numeric_limits<double>::infinity();
  expect_error_ending(set, losses, "posts " + post(set, 10));
}

TEST(StepGuard, NamesAtMostEightPictures) {
  const test::ColorSet set;
  expect_error_ending(set, at::full({8}, NAN, at::kDouble), ", " + post(set, 7));
  expect_error_ending(set, at::full({9}, NAN, at::kDouble), ", " + post(set, 7) + ", ...");
}

TEST(StepGuard, ReportsAJumpAndForgetsThePreviousStep) {
  const test::ColorSet set;
  StepGuard guard(set.manifest(), 2, 48, 20);
  guard.add(std::vector<std::int64_t>{1, 2}, at::tensor({900.0, 900.0}, at::kDouble));
  guard.begin();
  guard.add(std::vector<std::int64_t>{5, 7}, at::tensor({1.0, 99.0}, at::kDouble));
  const std::string only = "posts " + std::to_string(set.manifest().sample(7).post_id);
  test::expect_error(ErrorKind::kInternal, "the loss jumps to 50",
                     [&] { guard.check(40, 50, 1, settled(2)); });
  test::expect_error(ErrorKind::kInternal, only, [&] { guard.check(40, 50, 1, settled(2)); });
  StepGuard none(set.manifest(), 2, 48, 0);
  EXPECT_NO_THROW(none.check(40, 50, 1, settled(2)));
}

}  // namespace
}  // namespace jtp
