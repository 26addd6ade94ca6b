// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/label_sets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(LabelSets, HoldOneSplitInRandomOrder) {
  const test::TemporaryFolder folder;
  ManifestTables tables;
  for (std::int16_t i = 0; i < 100; ++i) {
    const std::vector<std::int16_t> labels = {i, static_cast<std::int16_t>(i + 1)};
    tables.add({i, {}, Rating::kSafe, i % 4 == 0 ? Split::kTest : Split::kTrain, {}, labels});
  }
  write_manifest(folder / "m.safetensors", tables, {"x", 101, {}});
  const Manifest manifest(folder / "m.safetensors");
  const LabelSets sets = gather_labels(manifest, Split::kTrain, 3);
  ASSERT_EQ(sets.size(), 75);
  for (std::int64_t i = 0; i < sets.size(); ++i) {
    const std::int64_t sample = sets.sample[static_cast<std::size_t>(i)];
    EXPECT_NE(sample % 4, 0);
    EXPECT_EQ(sets.of(i).front(), sample);
    EXPECT_EQ(sets.of(i).size(), 2U);
  }
  EXPECT_FALSE(std::is_sorted(sets.sample.begin(), sets.sample.end()));
  EXPECT_EQ(gather_labels(manifest, Split::kTrain, 3).sample, sets.sample);
  EXPECT_NE(gather_labels(manifest, Split::kTrain, 4).sample, sets.sample);
  EXPECT_EQ(count_labels(sets)[3], 2);
  EXPECT_EQ(count_labels(sets)[1], 1);
  EXPECT_EQ(gather_labels(manifest, Split::kValidation, 3).size(), 0);
}

}  // namespace
}  // namespace jtp
