// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/block_counts.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/errors.h"

namespace jtp {
namespace {

const std::vector<TagScore> kScores = {{0, 0.5F}, {1, 0.25F}};
const std::vector<std::int16_t> kLabels = {1, 2};

TEST(BlockCounts, CountsScoresAboveTheThresholdOfATag) {
  BlockCounts blocks({0.5, 0.2, std::numeric_limits<double>::infinity()});
  blocks.add({.key = 5, .scores = kScores, .labels = kLabels});
  const auto counts = blocks.counts();
  EXPECT_EQ(counts[0], (Confusion{.tp = 0, .fp = 0, .tn = 1, .fn = 0}));
  EXPECT_EQ(counts[1], (Confusion{.tp = 1, .fp = 0, .tn = 0, .fn = 0}));
  EXPECT_EQ(counts[2], (Confusion{.tp = 0, .fp = 0, .tn = 0, .fn = 1}));
}

TEST(BlockCounts, RecognisesPicturesInAnyOrder) {
  BlockCounts forth({0.1, 0.1, 0.1}), back({0.9, 0.9, 0.9}), other({0.1, 0.1, 0.1});
  for (std::uint64_t key = 0; key < 100; ++key) {
    forth.add({.key = key, .scores = kScores, .labels = kLabels});
    back.add({.key = 99 - key, .scores = {}, .labels = kLabels});
    other.add({.key = key + 1, .scores = kScores, .labels = kLabels});
  }
  EXPECT_EQ(forth.tables().pictures_digest, back.tables().pictures_digest);
  EXPECT_NE(forth.tables().pictures_digest, other.tables().pictures_digest);
  EXPECT_EQ(forth.tables().pictures, back.tables().pictures);
}

TEST(BlockCounts, CountsABlockAsOftenAsItsWeight) {
  BlockCounts blocks({0.1, 0.1, 0.1});
  for (std::uint64_t key = 0; key < 1000; ++key)
    blocks.add({.key = key, .scores = kScores, .labels = kLabels});
  BlockCounts::Weights weights{};
  weights[7] = 3;
  const double pictures = 3.0 * blocks.tables().pictures[7];
  EXPECT_EQ(blocks.resampled(weights)[1], (Confusion{.tp = pictures, .fp = 0, .tn = 0, .fn = 0}));
  EXPECT_EQ(blocks.resampled(weights)[0], (Confusion{.tp = 0, .fp = pictures, .tn = 0, .fn = 0}));
}

TEST(BlockCounts, RefusesTablesThatContradictEachOther) {
  BlockCounts blocks({0.1, 0.1, 0.1});
  blocks.add({.key = 1, .scores = kScores, .labels = kLabels});
  BlockCounts::Tables tables = blocks.tables();
  const BlockCounts copy({0.1, 0.1, 0.1}, tables);
  EXPECT_EQ(copy.counts()[1], blocks.counts()[1]);
  tables.hits[0] += 1;
  test::expect_error(ErrorKind::kInvalidInput, "impossible for", [&] {
    BlockCounts({0.1, 0.1, 0.1}, tables);
  });
  tables.hits.pop_back();
  test::expect_error(ErrorKind::kInvalidInput, "128 blocks", [&] { BlockCounts({0.1, 0.1, 0.1}, tables); });
}

}  // namespace
}  // namespace jtp
