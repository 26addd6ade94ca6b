// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/heat_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "jtp/files/safetensors.h"
#include "jtp/model/random_model.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/random.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {

class HeatMapTest : public ::testing::Test {
 protected:
  static constexpr test::TinyModel::Sizes kSizes = {
      .image = 56, .patch = 14, .width = 48, .depth = 1, .heads = 3, .mlp = 101, .tags = 61};

  std::shared_ptr<const Model> load() {
    return Model::load(test::TinyModel(kSizes).write(folder_.path()), folder_ / "config.json",
                       Precision::kF32, 1);
  }

  test::TemporaryFolder folder_;
};

// Autograd in float64 (tests/golden/heat_map/PROVENANCE.md). Here pool and head are float64 on float32
// weights and features, and the map is a smooth function of them. Their rounding, 2^-24, is amplified by the
// size of the gradient's terms divided by the map's range, which stays far below a thousand.
class HeatMapGolden : public ::testing::Test, public ::testing::WithParamInterface<const char*> {};

TEST_P(HeatMapGolden, EqualsAutograd) {
  const auto golden = test::golden_dir();
  const auto model =
      Model::load(golden / "model/tiny56" / ("model_" + std::string(GetParam()) + ".safetensors"),
                  golden / "model/tiny56/config.json", Precision::kF32, 1);
  const SafetensorsFile expected(golden / "model/tiny56/expected_f32_f64.safetensors");
  const TensorView& norm = expected.at("norm");
  std::vector<double> values(static_cast<std::size_t>(norm.elements()));
  std::memcpy(values.data(), norm.bytes.data(), norm.bytes.size());
  const std::size_t size = 16 * 64;
  const auto maps =
      nlohmann::json::parse(test::read_text(golden / "heat_map" / (std::string(GetParam()) + ".json")));
  ASSERT_EQ(maps.size(), 9U);
  for (const auto& entry : maps) {
    const auto first =
        values.begin() + static_cast<std::ptrdiff_t>(entry["picture"].get<std::size_t>() * size);
    const std::vector<float> features(first, first + static_cast<std::ptrdiff_t>(size));
    const std::vector<float> map = heat_map(*model, features, entry["tag"]);
    ASSERT_EQ(map.size(), 16U);
    for (std::size_t i = 0; i < map.size(); ++i)
      EXPECT_NEAR(map[i], entry["map"][i].get<double>(), 1000 * 0x1p-24)
          << entry["picture"] << " " << entry["tag"];
  }
}

INSTANTIATE_TEST_SUITE_P(Models, HeatMapGolden, ::testing::Values("f32", "pilot2_bf16"));

TEST_F(HeatMapTest, IsScaledToZeroToOne) {
  const auto model = load();
  const std::vector<float> features = test::Random(3).uniforms(16 * 48);
  for (int tag = 0; tag < 61; tag += 7) {
    const std::vector<float> map = heat_map(*model, features, tag);
    EXPECT_EQ(*std::min_element(map.begin(), map.end()), 0.0F);
    EXPECT_EQ(*std::max_element(map.begin(), map.end()), 1.0F);
  }
}

TEST_F(HeatMapTest, IsZeroIfAllTokensAreEqual) {
  EXPECT_EQ(heat_map(*load(), std::vector<float>(16 * 48, 0.5F), 3), std::vector<float>(16, 0.0F));
}

TEST_F(HeatMapTest, RefusesWrongSizesAndTags) {
  const auto model = load();
  const std::vector<float> features(16 * 48);
  test::expect_error(ErrorKind::kInternal, "tag 61", [&] { heat_map(*model, features, 61); });
  test::expect_error(ErrorKind::kInternal, "tag -1", [&] { heat_map(*model, features, -1); });
  test::expect_error(ErrorKind::kInternal, "5 features",
                     [&] { heat_map(*model, std::span(features).first(5), 0); });
}

}  // namespace
}  // namespace jtp
