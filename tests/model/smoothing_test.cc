// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/smoothing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "jtp/model/engine.h"
#include "jtp/model/random_model.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const std::vector<float> kOnes(5, 1.0F);
const std::vector<float> kZeros(5, 0.0F);

TEST(Smoothing, TypicalChannelsAreUnchanged) {
  EXPECT_EQ(smoothing_factors({{0.9F, 1.1F, 1.0F, 1.3F, 0.8F}}, {{0.1F, 0.0F, -0.2F, 0.1F, 0.0F}},
                              {{0.11F, 0.12F, 0.10F, 0.13F, 0.09F}}),
            kOnes);
}

TEST(Smoothing, AChannelBalancedByItsWeightsIsSmoothed) {
  const std::vector<float> norm = {1, 16, 1, 1, 0.25F}, largest = {0.5F, 0.5F / 16, 0.5F, 0.5F, 2};
  EXPECT_EQ(smoothing_factors(norm, kZeros, largest), (std::vector<float>{1, 16, 1, 1, 0.25F}));
}

TEST(Smoothing, NeitherSideGrowsBeyondItsMedian) {
  const std::vector<float> norm = {1, 16, 1, 1, 1}, largest = {0.5F, 0.125F, 0.5F, 0.5F, 0.5F};
  EXPECT_EQ(smoothing_factors(norm, kZeros, largest), (std::vector<float>{1, 4, 1, 1, 1}));
}

TEST(Smoothing, AnOutlierOnOneSideIsUnchanged) {
  const std::vector<float> loud = {1, 16, 1, 1, 1};
  EXPECT_EQ(smoothing_factors(loud, kZeros, kOnes), kOnes);
  EXPECT_EQ(smoothing_factors(kOnes, kZeros, loud), kOnes);
}

TEST(Smoothing, TheSizeOfAChannelIncludesItsBias) {
  EXPECT_EQ(smoothing_factors(kOnes, {{0, 8, 0, 0, 0}}, {{1, 0.125F, 1, 1, 1}})[1], 8.0F);
}

TEST(Smoothing, ZerosAreUnchanged) {
  EXPECT_EQ(smoothing_factors(kZeros, kZeros, kOnes), kOnes);
  EXPECT_EQ(smoothing_factors(kOnes, kZeros, kZeros), kOnes);
  EXPECT_EQ(smoothing_factors({{1, 0, 1, 1, 1}}, kZeros, {{1, 1, 0, 1, 1}}), kOnes);
}

TEST(Smoothing, FactorsAreLimited) {
  EXPECT_EQ(smoothing_factors({{1, 1e30F, 1, 1, 1}}, kZeros, {{1, 1e-30F, 1, 1, 1}})[1], 4096.0F);
}

class SmoothedEngine : public ::testing::Test {
 protected:
  static std::vector<float> scores(RandomChannels channels, Precision precision) {
    const test::TemporaryFolder folder;
    const auto weights = write_random_model(RandomModelSize::kTiny, 1, folder.path(), channels);
    const auto engine = make_engine(Model::load(weights, folder / "config.json", precision, 1), 1);
    std::vector<float> scores(static_cast<std::size_t>(engine->config().num_tags));
    engine->forward(random_pixels(engine->config(), 1), {scores});
    return scores;
  }
};

double rms_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += std::pow(static_cast<double>(a[i]) - b[i], 2);
  return std::sqrt(squares / static_cast<double>(a.size()));
}

// The balanced network is the even one with channels multiplied by 16 and by 1/16, which is exact. The
// factors undo that, except for a factor of two in channels near the middle between two powers. So int8 loses
// at most 1.5 times as much as on the even network; without smoothing it loses several times as much.
TEST_F(SmoothedEngine, BalancedOutliersHardlyAffectInt8) {
  const std::vector<float> exact = scores(RandomChannels::kEven, Precision::kF32);
  EXPECT_EQ(scores(RandomChannels::kBalancedOutliers, Precision::kF32), exact);
  EXPECT_LT(rms_difference(scores(RandomChannels::kBalancedOutliers, Precision::kInt8), exact),
            1.5 * rms_difference(scores(RandomChannels::kEven, Precision::kInt8), exact));
}

}  // namespace
}  // namespace jtp
