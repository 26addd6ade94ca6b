// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_diverse.h"

#include <gtest/gtest.h>

#include <set>

#include "jtp/base/random.h"
#include "jtp/review/sample_clusters.h"
#include "tests/review/feature_blobs.h"

namespace jtp::test {
namespace {

TEST(DiverseSample, Covers50PercentMoreClustersThanARandomOne) {
  // 64 groups of very different sizes, like the subjects in a folder: a random sample comes mostly from the
  // large ones.
  std::vector<int> sizes;
  for (int g = 0; g < 64; ++g) sizes.push_back(1 + 1200 / (10 + g * g));
  std::vector<int> group;
  for (int g = 0; g < 64; ++g)
    group.insert(group.end(), static_cast<std::size_t>(sizes[static_cast<std::size_t>(g)]), g);
  const FeatureRows rows = feature_blobs(sizes, 32, 0.4, 11);
  const auto covered = [&](const std::vector<int>& sample) {
    std::set<int> groups;
    for (const int i : sample) groups.insert(group[static_cast<std::size_t>(i)]);
    return static_cast<double>(groups.size());
  };
  const auto diverse = diverse_sample(rows, 40, {.isolated_share = 0});
  ASSERT_EQ(diverse.size(), 40U);
  double random = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    std::set<int> sample;
    while (sample.size() < 40) sample.insert(static_cast<int>(dice.below(group.size())));
    random += covered({sample.begin(), sample.end()}) / 20;
  }
  EXPECT_GE(covered(diverse), 1.5 * random);
}

TEST(DiverseSample, ChoosesOneOfSeveralNearDuplicates) {
  FeatureRows rows(4);
  for (int i = 0; i < 30; ++i) rows.add(std::vector<float>{1, 0.001F * static_cast<float>(i), 0, 0});
  for (int i = 0; i < 30; ++i) rows.add(std::vector<float>{0, 0, 1, 0.001F * static_cast<float>(i)});
  const auto sample = diverse_sample(rows, 10, {});
  ASSERT_EQ(sample.size(), 2U);  // fewer than requested: the others are duplicates
  EXPECT_NE(sample[0] < 30, sample[1] < 30);
}

TEST(DiverseSample, ExcludesIsolatedPictures) {
  FeatureRows rows(3);
  Dice dice(4);
  for (int i = 0; i < 199; ++i) {
    rows.add(std::vector<float>{1, static_cast<float>(dice.uniform()), static_cast<float>(dice.uniform())});
  }
  rows.add(std::vector<float>{-1, 0, 0});  // an outlier, farthest from everything
  const auto trimmed = diverse_sample(rows, 20, {});
  EXPECT_EQ(std::count(trimmed.begin(), trimmed.end(), 199), 0);
  const auto all = diverse_sample(rows, 20, {.isolated_share = 0});
  EXPECT_EQ(std::count(all.begin(), all.end(), 199), 1);
}

TEST(DiverseSample, ChoosesEachPictureOnce) {
  const FeatureRows rows = feature_blobs({10, 10}, 8, 1.5, 2);
  const auto sample = diverse_sample(rows, 100, {.duplicate_from = 1.1F, .isolated_share = 0});
  EXPECT_LE(std::set<int>(sample.begin(), sample.end()).size(), 20U);
  EXPECT_TRUE(diverse_sample(FeatureRows(3), 5, {}).empty());
  EXPECT_TRUE(diverse_sample(rows, 0, {}).empty());
}

}  // namespace
}  // namespace jtp::test
