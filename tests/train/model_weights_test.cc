// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/model_weights.h"

#include <gtest/gtest.h>

#include "jtp/train/initialize.h"
#include "jtp/train/tensor_files.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

VitConfig config() {
  VitConfig c;
  c.image_size = 28, c.patch_size = 14, c.grid = 2, c.tokens = 4;
  c.width = 16, c.depth = 2, c.heads = 2, c.mlp_width = 24, c.num_tags = 5;
  return c;
}

// Writes the tiny model's tensors, named `prefix` + name, without the head.
fs::path write_backbone(const test::TinyModel& tiny, const std::string& prefix, const fs::path& folder) {
  std::vector<NamedTensor> named;
  for (const auto& [name, tensor] : tiny.tensors) {
    if (name.starts_with("head.")) continue;
    named.push_back({prefix + name, DType::kF32, tensor.shape, std::as_bytes(std::span(tensor.values))});
  }
  const std::vector<float> text(4);
  named.push_back({"text.token_embedding.weight", DType::kF32, {4}, std::as_bytes(std::span(text))});
  write_safetensors(folder / "backbone.safetensors", named);
  return folder / "backbone.safetensors";
}

TEST(ModelWeights, BackbonesLoadInTimmsAndOpenClipsSpelling) {
  const test::TinyModel tiny;
  for (const char* prefix : {"", "visual.trunk."}) {
    const test::TemporaryFolder folder;
    const SafetensorsFile file(write_backbone(tiny, prefix, folder.path()));
    const VitModule module(config());
    load_backbone(module, file);
    EXPECT_EQ(load_head(module, file, {0, 1, 2, 3, 4}), 0);
    for (const auto& [name, tensor] : tiny.tensors) {
      if (name.starts_with("head.")) continue;
      EXPECT_TRUE(at::equal(module.at(name).detach().view({-1}), at::tensor(tensor.values)))
          << prefix << name;
    }
  }
}

TEST(ModelWeights, WhatDoesNotFitIsNamed) {
  const test::TemporaryFolder folder;
  test::TinyModel tiny;
  tiny.tensors.at("norm.bias").values[3] = NAN;
  const SafetensorsFile poisoned(write_backbone(tiny, "", folder.path()));
  test::expect_error(ErrorKind::kModel, "norm.bias has an element that is not finite",
                     [&] { load_backbone(VitModule(config()), poisoned); });
  VitConfig wider = config();
  wider.mlp_width = 25;
  test::expect_error(ErrorKind::kModel, "blocks.0.mlp.fc1.weight has the shape [24, 16], expected [25, 16]",
                     [&] { load_backbone(VitModule(wider), poisoned); });
  VitConfig gated = config();
  gated.head = HeadKind::kGated;
  const SafetensorsFile plain(test::TinyModel().write(folder.path()));
  test::expect_error(ErrorKind::kModel, "other kind of head", [&] {
    load_head(VitModule(gated), plain, {0, 1, 2, 3, 4});
  });
  test::expect_error(ErrorKind::kModel, "has no row 5", [&] {
    load_head(VitModule(config()), plain, {0, 1, 2, 3, 5});
  });
}

TEST(ModelWeights, HeadRowsFollowTheirTags) {
  const test::TemporaryFolder folder;
  for (const bool gated : {false, true}) {
    const test::TinyModel tiny({.gated = gated});
    const SafetensorsFile file(tiny.write(folder.path()));
    VitConfig c = config();
    c.num_tags = 3;
    c.head = gated ? HeadKind::kGated : HeadKind::kPlain;
    const VitModule module(c);
    initialize_head(module, std::vector<float>{1, 2, 3});
    EXPECT_EQ(load_head(module, file, {4, -1, 0}), 2);
    const std::string name = gated ? "head.linear.bias" : "head.bias";
    const std::vector<float>& rows = tiny.tensors.at(name).values;
    const at::Tensor bias = module.at(name).detach();
    EXPECT_EQ(bias[0].item<float>(), rows[4]);
    EXPECT_EQ(bias[2].item<float>(), rows[0]);
    if (gated) {
      EXPECT_EQ(bias[3].item<float>(), rows[9]);
    } else {
      EXPECT_EQ(bias[1].item<float>(), 2);
    }
  }
}

TEST(ModelWeights, SavedWeightsHaveTimmsNamesAndLoadAgain) {
  const test::TemporaryFolder folder;
  const VitModule module(config());
  initialize(module, 5);
  write_tensors(folder / "model.safetensors", module.parameters(), {{"format", "pt"}});
  const SafetensorsFile file(folder / "model.safetensors");
  EXPECT_EQ(file.tensors().size(), test::TinyModel().tensors.size());
  for (const auto& [name, tensor] : test::TinyModel().tensors) EXPECT_EQ(file.at(name).shape, tensor.shape);
  const VitModule again(config());
  load_backbone(again, file);
  EXPECT_TRUE(at::equal(module.at("attn_pool.latent"), again.at("attn_pool.latent")));
}

}  // namespace
}  // namespace jtp
