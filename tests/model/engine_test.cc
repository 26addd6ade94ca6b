// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <string>

#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/random.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {
using test::expect_error;
using test::TemporaryFolder;
using test::TinyModel;

class EngineTest : public ::testing::Test {
 protected:
  static constexpr TinyModel::Sizes kSizes = {
      .image = 56, .patch = 14, .width = 48, .depth = 2, .heads = 3, .mlp = 101, .tags = 61};
  static std::vector<float> pixels(std::uint32_t seed) { return test::Random(seed).uniforms(3 * 56 * 56); }

  std::shared_ptr<const Model> load(const TinyModel& model, Precision precision = Precision::kF32) {
    return Model::load(model.write(folder_.path()), folder_ / "config.json", precision, 2);
  }
  static std::vector<float> scores(Engine& engine, const std::vector<float>& pixels) {
    std::vector<float> result(static_cast<std::size_t>(engine.config().num_tags));
    engine.forward(pixels, {result});
    return result;
  }

  TemporaryFolder folder_;
};

// Large enough that every product, norm and head is really split among several threads (kTaskProducts,
// kTaskElements).
TEST_F(EngineTest, ScoresDoNotDependOnTheNumberOfThreads) {
  const TinyModel model(
      {.image = 336, .patch = 14, .width = 144, .depth = 1, .heads = 2, .mlp = 300, .tags = 61});
  const std::vector<float> picture = test::Random(1).uniforms(3 * 336 * 336);
  for (const Precision precision : {Precision::kF32, Precision::kBf16, Precision::kInt8}) {
    const auto loaded = load(model, precision);
    const std::vector<float> one = scores(*make_engine(loaded, 1), picture);
    for (const int threads : {2, 3, 16}) {
      EXPECT_EQ(scores(*make_engine(loaded, threads), picture), one) << threads << " threads";
    }
  }
}

TEST_F(EngineTest, ScoresDoNotDependOnEarlierPasses) {
  const auto model = load(TinyModel(kSizes), Precision::kBf16);
  const auto engine = make_engine(model, 2);
  const std::vector<float> alone = scores(*engine, pixels(1));
  scores(*engine, pixels(2));
  scores(*engine, std::vector<float>(3 * 56 * 56, 1.0F));
  EXPECT_EQ(scores(*engine, pixels(1)), alone);
}

TEST_F(EngineTest, PlainScoresAreASigmoidAndGatedOnesAProductOfTwo) {
  for (const bool gated : {false, true}) {
    TinyModel::Sizes sizes = kSizes;
    sizes.gated = gated;
    const auto engine = make_engine(load(TinyModel(sizes)), 1);
    std::vector<float> logits, result(61);
    engine->forward(pixels(1), {result},
                    {.probe = [&](std::string_view name, std::span<const float> values, auto) {
                      if (name == "logits") logits.assign(values.begin(), values.end());
                    }});
    ASSERT_EQ(logits.size(), gated ? 122U : 61U);
    for (std::size_t i = 0; i < result.size(); ++i) {
      double expected = 1 / (1 + std::exp(-static_cast<double>(logits[i])));
      if (gated) expected /= 1 + std::exp(-static_cast<double>(logits[i + 61]));
      EXPECT_NEAR(result[i], expected, 1e-7);
    }
  }
}

TEST_F(EngineTest, GivesPooledAndFeaturesOnRequest) {
  const auto engine = make_engine(load(TinyModel(kSizes)), 2);
  const VitConfig& config = engine->config();
  const auto width = static_cast<std::size_t>(config.width);
  std::map<std::string, std::vector<float>> seen;
  std::vector<float> result(61), pooled(width), features(static_cast<std::size_t>(config.tokens) * width);
  engine->forward(pixels(1), {.scores = result, .pooled = pooled, .features = features},
                  {.probe = [&](std::string_view name, std::span<const float> values, auto) {
                    seen[std::string(name)].assign(values.begin(), values.end());
                  }});
  EXPECT_EQ(result, scores(*engine, pixels(1)));
  EXPECT_EQ(pooled, seen.at("pooled"));
  EXPECT_EQ(features, seen.at("norm"));
  expect_error(ErrorKind::kInternal, "47 pooled, expected 48", [&] {
    engine->forward(pixels(1), {.scores = result, .pooled = std::span(pooled).first(47)});
  });
}

TEST_F(EngineTest, RowsAndColumnsBeyondThePatchesAreNotRead) {
  TinyModel::Sizes sizes = kSizes;
  sizes.image = 61;
  const auto engine = make_engine(load(TinyModel(sizes)), 2);
  std::vector<float> a = test::Random(1).uniforms(3 * 61 * 61), b = a;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (i % 61 >= 56 || i / 61 % 61 >= 56) b[i] = std::numeric_limits<float>::quiet_NaN();
  }
  EXPECT_EQ(scores(*engine, a), scores(*engine, b));
}

TEST_F(EngineTest, NamesATensorThatIsMissingMisshapenOrNotFinite) {
  TinyModel missing(kSizes);
  missing.tensors.erase("blocks.1.mlp.fc2.bias");
  expect_error(ErrorKind::kModel, "tensor blocks.1.mlp.fc2.bias is missing", [&] { load(missing); });

  TinyModel misshapen(kSizes);
  misshapen.tensors["blocks.0.attn.proj.weight"].shape = {24, 96};
  expect_error(ErrorKind::kModel, "blocks.0.attn.proj.weight has shape [24, 96], expected [48, 48]",
               [&] { load(misshapen); });

  TinyModel with_nan(kSizes);
  with_nan.tensors["blocks.1.attn.qkv.weight"].values[100] = std::numeric_limits<float>::quiet_NaN();
  expect_error(ErrorKind::kModel, "blocks.1.attn.qkv.weight: element 100 is nan", [&] { load(with_nan); });

  TinyModel with_infinity(kSizes);
  with_infinity.tensors["attn_pool.kv.weight"].values[7] = std::numeric_limits<float>::infinity();
  expect_error(ErrorKind::kModel, "attn_pool.kv.weight: element 7 is inf", [&] { load(with_infinity); });
}

TEST_F(EngineTest, RunsWithEveryPatchSizeWidthDepthAndHeadCount) {
  for (const TinyModel::Sizes& sizes :
       {TinyModel::Sizes{.image = 32, .patch = 16, .width = 64, .depth = 1, .heads = 1, .mlp = 17, .tags = 1},
        TinyModel::Sizes{.image = 9, .patch = 3, .width = 15, .depth = 4, .heads = 5, .mlp = 33, .tags = 100},
        TinyModel::Sizes{
            .image = 28, .patch = 14, .width = 144, .depth = 1, .heads = 2, .mlp = 538, .tags = 3}}) {
    for (const Precision precision : {Precision::kF32, Precision::kBf16, Precision::kInt8}) {
      const auto engine = make_engine(load(TinyModel(sizes), precision), 3);
      const auto side = static_cast<std::size_t>(sizes.image);
      for (const float score : scores(*engine, test::Random(1).uniforms(3 * side * side))) {
        EXPECT_GT(score, 0);
        EXPECT_LT(score, 1);
      }
    }
  }
}

}  // namespace
}  // namespace jtp
