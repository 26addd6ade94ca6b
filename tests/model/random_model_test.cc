// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/base/digest.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/engine.h"
#include "jtp/model/model_files.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(RandomModel, LoadsAsAModelWithTags) {
  const test::TemporaryFolder folder;
  const auto weights = write_random_model(RandomModelSize::kTiny, 1, folder / "new");
  const ModelFiles files = find_model_files(folder / "new");
  EXPECT_EQ(files.weights, weights);
  const VitConfig config = read_vit_config(SafetensorsFile(weights), files.config_json);
  EXPECT_EQ(config.num_tags, 37);
  EXPECT_EQ(config.depth, 2);
  EXPECT_EQ(config.head_dim(), 72);
}

TEST(RandomModel, DependsOnTheSeedOnly) {
  const test::TemporaryFolder folder;
  const auto hash = [&](std::uint64_t seed) {
    return sha256_hex(test::read_bytes(write_random_model(RandomModelSize::kTiny, seed, folder.path())));
  };
  const std::string first = hash(1);
  EXPECT_EQ(hash(1), first);
  EXPECT_NE(hash(2), first);
}

// The mean of n numbers has an error of deviation / sqrt(n), their deviation one of deviation / sqrt(2 n).
// Five times that is allowed.
TEST(RandomModel, WeightsAreScaledByTheirFanIn) {
  const test::TemporaryFolder folder;
  const SafetensorsFile file(write_random_model(RandomModelSize::kTiny, 1, folder.path()));
  const std::vector<float> values = file.at("blocks.1.mlp.fc1.weight").to_floats();
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const float v : values) {
    sum += v;
    squares += static_cast<double>(v) * v;
  }
  const double expected = 1 / std::sqrt(144.0);
  EXPECT_NEAR(sum / n, 0, 5 * expected / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), expected, 5 * expected / std::sqrt(2 * n));
}

TEST(RandomModel, PixelsHaveThePreprocessorsShapeAndRange) {
  const std::vector<float> pixels = random_pixels({.image_size = 56}, 1);
  EXPECT_EQ(pixels.size(), 3u * 56 * 56);
  for (const float v : pixels) ASSERT_TRUE(v >= -1 && v < 1) << v;
  EXPECT_NE(pixels, random_pixels({.image_size = 56}, 2));
}

}  // namespace
}  // namespace jtp
