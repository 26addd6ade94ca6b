// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/synth_world.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(SynthWorld, DependsOnTheSeed) {
  const SynthWorld world({.tags = 300, .posts = 1, .omission = 0.3, .seed = 5});
  const SynthWorld again({.tags = 300, .posts = 9, .omission = 0.3, .seed = 5});
  const SynthWorld other({.tags = 300, .posts = 1, .omission = 0.3, .seed = 6});
  int same = 0;
  for (std::uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(world.post(i).truth, again.post(i).truth);
    EXPECT_EQ(world.post(i).observed, again.post(i).observed);
    same += world.post(i).truth == other.post(i).truth ? 1 : 0;
  }
  EXPECT_LT(same, 3);
}

TEST(SynthWorld, ObservedTagsAreASubsetOfTheTruthAtTheRequestedRate) {
  const SynthWorld world({.tags = 1000, .posts = 1, .omission = 0.3, .seed = 1});
  double truth = 0, observed = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const SynthPost post = world.post(i);
    truth += static_cast<double>(post.truth.size());
    observed += static_cast<double>(post.observed.size());
    ASSERT_TRUE(
        std::includes(post.truth.begin(), post.truth.end(), post.observed.begin(), post.observed.end()));
    for (const std::uint32_t tag : post.truth) {
      ASSERT_TRUE(std::binary_search(post.truth.begin(), post.truth.end(), world.implied(tag)));
    }
  }
  // The rates vary by half their mean, and implications restore some tags, so a tolerance of a tenth either
  // way.
  EXPECT_NEAR(1 - observed / truth, 0.3, 0.05);
  EXPECT_GT(truth / 4000, 20);
  EXPECT_LT(truth / 4000, 80);
}

TEST(SynthWorld, RefusesImpossibleSizes) {
  test::expect_error(ErrorKind::kUsage, "8 to 30000 tags, not 7", [] { SynthWorld({.tags = 7}); });
  test::expect_error(ErrorKind::kUsage, "not 0.95", [] { SynthWorld({.tags = 100, .omission = 0.95}); });
}

}  // namespace
}  // namespace jtp
