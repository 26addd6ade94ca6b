// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/config.h"

#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "jtp/files/safetensors.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {
using test::expect_error;
using test::TemporaryFolder;
using test::TinyModel;

VitConfig read(const TemporaryFolder& folder, const std::string& config_json) {
  test::write_text(folder / "config.json", config_json);
  return read_vit_config(SafetensorsFile(folder / "model.safetensors"), folder / "config.json");
}

TEST(VitConfig, ReadsEverySizeFromTheTensors) {
  const TemporaryFolder folder;
  TinyModel({.image = 48, .patch = 12, .width = 24, .depth = 3, .heads = 4, .mlp = 50, .tags = 7})
      .write(folder.path());
  const VitConfig c = read(folder, R"({"num_heads": 4})");
  EXPECT_EQ(c, (VitConfig{.image_size = 48,
                          .patch_size = 12,
                          .grid = 4,
                          .tokens = 16,
                          .width = 24,
                          .depth = 3,
                          .heads = 4,
                          .mlp_width = 50,
                          .num_tags = 7,
                          .head = HeadKind::kPlain}));
}

TEST(VitConfig, RecognisesTheGatedHeadByItsKey) {
  const TemporaryFolder folder;
  TinyModel({.tags = 6, .gated = true}).write(folder.path());
  const VitConfig c = read(folder, R"({"num_heads": 2})");
  EXPECT_EQ(c.head, HeadKind::kGated);
  EXPECT_EQ(c.num_tags, 6);
  EXPECT_EQ(c.logits(), 12);
}

// The 344 published shapes in a sparse file: the header, and the right length without content.
TEST(VitConfig, KnowsThePublishedNetworkWithoutAConfigJson) {
  const TemporaryFolder folder;
  const auto golden =
      nlohmann::json::parse(test::read_text(test::golden_dir() / "model/full_model_shapes.json"));
  nlohmann::json header;
  std::uint64_t offset = 0;
  for (const auto& [name, shape] : golden["shapes"].items()) {
    std::uint64_t bytes = 4;
    for (const auto& n : shape) bytes *= n.get<std::uint64_t>();
    header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {offset, offset + bytes}}};
    offset += bytes;
  }
  ASSERT_EQ(header.size(), 344U);
  const std::string text = header.dump();
  const std::uint64_t length = text.size();
  test::write_text(folder / "w.safetensors", std::string(reinterpret_cast<const char*>(&length), 8) + text);
  std::filesystem::resize_file(folder / "w.safetensors", 8 + length + offset);
  const VitConfig c = read_vit_config(SafetensorsFile(folder / "w.safetensors"), std::nullopt);
  EXPECT_EQ(c, (VitConfig{.image_size = 384,
                          .patch_size = 14,
                          .grid = 27,
                          .tokens = 729,
                          .width = 1152,
                          .depth = 27,
                          .heads = 16,
                          .mlp_width = 4304,
                          .num_tags = 9083}));
  EXPECT_EQ(c.head_dim(), 72);
  EXPECT_NEAR(static_cast<double>(c.multiply_adds()), 335.18e9,
              0.02e9);  // 335.18 GMAC per picture, as timm counts them
}

TEST(VitConfig, HeadsAlsoComeFromModelArgsOrMetadata) {
  const TemporaryFolder folder;
  TinyModel({.width = 24, .heads = 3}).write(folder.path());
  EXPECT_EQ(
      read(folder, R"({"architecture": "vit_x", "model_args": {"num_heads": 3, "img_size": 28}})").heads, 3);

  std::vector<NamedTensor> tensors;
  const TinyModel model({.width = 24, .heads = 3});
  for (const auto& [name, tensor] : model.tensors) {
    tensors.push_back({name, DType::kF32, tensor.shape, std::as_bytes(std::span(tensor.values))});
  }
  write_safetensors(folder / "meta.safetensors", tensors, {{"num_heads", "6"}});
  EXPECT_EQ(read_vit_config(SafetensorsFile(folder / "meta.safetensors"), std::nullopt).heads, 6);
}

TEST(VitConfig, AsksForTheNumberOfHeadsIfItIsUnknown) {
  const TemporaryFolder folder;
  TinyModel().write(folder.path());
  expect_error(ErrorKind::kModel, "num_heads", [&] { read(folder, "{}"); });
}

TEST(VitConfig, RefusesAConfigJsonThatContradictsTheWeights) {
  const TemporaryFolder folder;
  TinyModel().write(folder.path());
  expect_error(ErrorKind::kModel, "cannot be divided into 3 heads",
               [&] { read(folder, R"({"num_heads": 3})"); });
  expect_error(ErrorKind::kModel, "depth is 3, but the weights have 2",
               [&] { read(folder, R"({"num_heads": 2, "depth": 3})"); });
  expect_error(ErrorKind::kModel, "224 pixels",
               [&] { read(folder, R"({"num_heads": 2, "img_size": 224})"); });
  expect_error(ErrorKind::kModel, "expected a whole number", [&] { read(folder, R"({"num_heads": 2.5})"); });
  expect_error(ErrorKind::kModel, "gelu", [&] { read(folder, R"({"num_heads": 2, "gelu": "tanh"})"); });
  expect_error(ErrorKind::kModel, "not a number", [&] { read(folder, R"({"num_heads": "two"})"); });
  expect_error(ErrorKind::kModel, "is not supported", [&] { read(folder, R"({"num_heads": -2})"); });
  expect_error(ErrorKind::kModel, "config.json: not a JSON object", [&] { read(folder, "[]"); });
}

TEST(VitConfig, RefusesAnInvalidEpsilon) {
  const TemporaryFolder folder;
  TinyModel().write(folder.path());
  for (const char* epsilon : {"0", "-1e-6", "1e300"}) {
    expect_error(ErrorKind::kModel, "config.json: layer_norm_eps", [&] {
      read(folder, std::string(R"({"num_heads": 2, "layer_norm_eps": )") + epsilon + "}");
    });
  }
}

// Empty tensors can claim any size at no cost.
TEST(VitConfig, RefusesATooLargeNetwork) {
  const TemporaryFolder folder;
  TinyModel model;
  model.tensors["blocks.0.mlp.fc1.weight"] = {{1 << 20, 0}, {}};
  model.tensors["pos_embed"] = {{1, 1 << 20, 0}, {}};
  model.tensors["patch_embed.proj.weight"] = {{16, 3, 1, 1}, std::vector<float>(48)};
  model.write(folder.path());
  expect_error(
      ErrorKind::kModel,
      "model.safetensors: the network is too large: 1024 pixels, 2 blocks and 1099561959424 activations",
      [&] { read(folder, R"({"num_heads": 2})"); });
}

TEST(VitConfig, NamesTheWeightsWithWrongMetadata) {
  const TemporaryFolder folder;
  const TinyModel model;
  std::vector<NamedTensor> tensors;
  for (const auto& [name, tensor] : model.tensors) {
    tensors.push_back({name, DType::kF32, tensor.shape, std::as_bytes(std::span(tensor.values))});
  }
  write_safetensors(folder / "meta.safetensors", tensors, {{"num_heads", "2"}, {"depth", "7"}});
  expect_error(ErrorKind::kModel, "meta.safetensors: depth is 7, but the weights have 2",
               [&] { read_vit_config(SafetensorsFile(folder / "meta.safetensors"), std::nullopt); });
}

TEST(VitConfig, RefusesTensorsOfAnotherArchitecture) {
  const TemporaryFolder folder;
  TinyModel model;
  model.tensors["pos_embed"] = {{1, 5, 16}, std::vector<float>(80)};
  model.write(folder.path());
  expect_error(ErrorKind::kModel, "pos_embed", [&] { read(folder, R"({"num_heads": 2})"); });
  model.tensors.erase("patch_embed.proj.weight");
  model.write(folder.path());
  expect_error(ErrorKind::kModel, "patch_embed.proj.weight", [&] { read(folder, R"({"num_heads": 2})"); });
}

}  // namespace
}  // namespace jtp
