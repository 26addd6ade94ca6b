// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/stage.h"

#include <gtest/gtest.h>

#include <map>

#include "jtp/model/engine.h"
#include "jtp/model/random_model.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// The published network: 670 GFLOP, of which 3.9 are folded away.
TEST(Stage, MultiplyAddsAreThoseOfTheNetworkExceptTheFoldedPool) {
  const VitConfig config = {.image_size = 384,
                            .patch_size = 14,
                            .grid = 27,
                            .tokens = 729,
                            .width = 1152,
                            .depth = 27,
                            .heads = 16,
                            .mlp_width = 4304,
                            .num_tags = 9083};
  std::int64_t sum = 0;
  for (const Stage stage : kAllStages) sum += multiply_adds(config, stage);
  EXPECT_LT(sum, config.multiply_adds());
  EXPECT_GT(static_cast<double>(sum), 0.99 * static_cast<double>(config.multiply_adds()));
}

TEST(Stage, StagesEndInOrderAndThePoolLast) {
  const test::TemporaryFolder folder;
  const auto weights = write_random_model(RandomModelSize::kTiny, 1, folder.path());
  for (const Precision precision : {Precision::kF32, Precision::kInt8}) {
    const auto engine = make_engine(Model::load(weights, folder / "config.json", precision, 1), 1);
    std::vector<Stage> ended;
    std::vector<float> scores(static_cast<std::size_t>(engine->config().num_tags));
    engine->forward(random_pixels(engine->config(), 1), {scores},
                    {.stage_ended = [&](Stage stage) { ended.push_back(stage); }});
    std::map<Stage, int> count;
    for (const Stage stage : ended) ++count[stage];
    EXPECT_EQ(count.size(), kAllStages.size());
    EXPECT_EQ(count[Stage::kFc2], engine->config().depth);
    EXPECT_EQ(ended.front(), Stage::kPatchEmbed);
    EXPECT_EQ(ended.back(), Stage::kPool);
  }
}

}  // namespace
}  // namespace jtp
