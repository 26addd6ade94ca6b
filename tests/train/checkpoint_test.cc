// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/checkpoint.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/files/safetensors.h"
#include "jtp/model/config.h"
#include "jtp/tags/vocabulary.h"
#include "jtp/train/initialize.h"
#include "jtp/train/run_setup.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// A network with two tags after three steps with made-up gradients.
struct Trained {
  explicit Trained(std::uint64_t seed) : module(network_sizes(network(), 2)) {
    initialize(module, seed);
    optimizer.restart();
  }

  static NetworkConfig network() {
    NetworkConfig n;
    n.image_size = 12, n.patch_size = 6, n.width = 8, n.depth = 1, n.heads = 2, n.mlp_width = 12;
    return n;
  }

  void step() {
    for (const Parameter& p : module.parameters()) p.value.mutable_grad() = p.value.detach() + 0.25;
    optimizer.step();
  }

  VitModule module;
  std::vector<std::string> names = trained_names(module, TrainedPart::kEverything);
  ScheduleFreeAdamW optimizer{with_rates(module, names, {}), {.learning_rate = 0.01}};
  TrainedNetwork view() { return {module, names, optimizer}; }
};

const ModelFolder kModel = {R"({"wolf": 0, "solo": 1})", "name,category\nwolf,5\nsolo,0\n"};
const RunIdentity kIdentity = {{"schedule.seed", "1"}};

fs::path write(Trained& trained, const fs::path& folder, const ModelFolder& model = kModel) {
  RunState state;
  state.step = 3;
  state.best = 0.25;
  state.watch = {1.0 / 3, 3};
  state.omission = {0.1F, 0.7F};
  write_checkpoint(folder, trained.view(), state, kIdentity, model);
  return folder;
}

TEST(Checkpoint, ReadsBackToTheBit) {
  const test::TemporaryFolder folder;
  Trained first(1), second(2);
  for (int i = 0; i < 3; ++i) first.step();
  const RunState state = read_checkpoint(write(first, folder.path()), second.view(), kIdentity);
  EXPECT_EQ(state.step, 3);
  EXPECT_EQ(state.best, 0.25);
  EXPECT_EQ(state.watch.mean, 1.0 / 3);
  EXPECT_EQ(state.omission, (std::vector<float>{0.1F, 0.7F}));
  first.step();
  second.step();
  for (std::size_t i = 0; i < first.names.size(); ++i) {
    EXPECT_TRUE(at::equal(first.module.at(first.names[i]), second.module.at(first.names[i])))
        << first.names[i];
    EXPECT_TRUE(at::equal(first.optimizer.state().z[i], second.optimizer.state().z[i])) << first.names[i];
  }
}

TEST(Checkpoint, RefusesInvalidOmissionRates) {
  for (const float bad : {-0.1F, 1.0F}) {
    const test::TemporaryFolder folder;
    Trained trained(1);
    RunState state;
    state.omission = {0.1F, bad};
    write_checkpoint(folder.path(), trained.view(), state, kIdentity, kModel);
    test::expect_error(ErrorKind::kInvalidInput, "optimizer.safetensors: every rate of tensor omission",
                       [&] { read_checkpoint(folder.path(), trained.view(), kIdentity); });
  }
}

TEST(Checkpoint, IsAModelFolderWithTheAverage) {
  const test::TemporaryFolder folder;
  Trained trained(1);
  for (int i = 0; i < 3; ++i) trained.step();
  write(trained, folder.path());
  const SafetensorsFile file(folder / "model.safetensors");
  EXPECT_EQ(read_vit_config(file, folder / "config.json"), trained.module.config());
  EXPECT_EQ(load_vocabulary(folder / "tags.json", folder / "tags.csv").size(), 2);
  const std::vector<float> bias = file.at("norm.bias").to_floats();
  const auto it = std::find(trained.names.begin(), trained.names.end(), "norm.bias");
  const at::Tensor x = trained.optimizer.average()[static_cast<std::size_t>(it - trained.names.begin())];
  EXPECT_TRUE(at::equal(at::tensor(bias), x));
  EXPECT_FALSE(at::equal(x, trained.module.at("norm.bias").detach()));
}

// Half a unit in the last place of 11 bits; the run itself has not lost a bit.
TEST(Checkpoint, WeightsMayHaveHalfTheSize) {
  const test::TemporaryFolder folder;
  Trained first(1), second(2);
  for (int i = 0; i < 3; ++i) first.step();
  ModelFolder model = kModel;
  model.weights = at::kHalf;
  write(first, folder.path(), model);
  const SafetensorsFile file(folder / "model.safetensors");
  const std::vector<at::Tensor> x = first.optimizer.average();
  for (std::size_t i = 0; i < first.names.size(); ++i) {
    EXPECT_EQ(file.at(first.names[i]).dtype, DType::kF16);
    const at::Tensor found = at::tensor(file.at(first.names[i]).to_floats()).view(x[i].sizes());
    EXPECT_TRUE(at::allclose(found, x[i], 0x1p-11, 0x1p-25)) << first.names[i];
  }
  read_checkpoint(folder.path(), second.view(), kIdentity);
  EXPECT_TRUE(at::equal(first.module.at("head.bias"), second.module.at("head.bias")));
}

TEST(Checkpoint, RefusesWeightsThatTheTypeCannotHold) {
  const test::TemporaryFolder folder;
  Trained trained(1);
  {
    const at::NoGradGuard no_grad;
    trained.module.at("norm.bias").fill_(1e5);
  }
  trained.optimizer.restart();
  ModelFolder model = kModel;
  model.weights = at::kHalf;
  test::expect_error(ErrorKind::kInternal, "norm.bias: an element is not finite",
                     [&] { write(trained, folder.path(), model); });
}

TEST(Checkpoint, RefusesNumbersThatAreNotFinite) {
  const test::TemporaryFolder folder;
  Trained trained(1);
  trained.step();
  {
    const at::NoGradGuard no_grad;
    trained.module.at("norm.bias")[3] = INFINITY;
  }
  test::expect_error(ErrorKind::kInternal, "norm.bias: an element is not finite",
                     [&] { write(trained, folder.path()); });
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Checkpoint, WhatDoesNotFitIsNamed) {
  const test::TemporaryFolder folder;
  Trained trained(1);
  write(trained, folder.path());
  const auto expect = [&](ErrorKind kind, const char* message, const RunIdentity& identity) {
    test::expect_error(kind, message, [&] { read_checkpoint(folder.path(), trained.view(), identity); });
  };
  expect(ErrorKind::kUsage, "begun with schedule.seed = 1, but now it is 2", {{"schedule.seed", "2"}});
  expect(ErrorKind::kUsage, "begun with tags = unknown", {{"tags", "x"}});
  const std::string state = test::read_text(folder / "state.json");
  test::write_text(folder / "state.json", "{}");
  expect(ErrorKind::kInvalidInput, "not the state of a training run", kIdentity);
  test::write_text(folder / "state.json",
                   R"({"version": 1, "identity": {"schedule.seed": "1"}, "step": "x"})");
  expect(ErrorKind::kInvalidInput, "state.json", kIdentity);
  test::write_text(folder / "state.json", state);
  fs::copy_file(folder / "model.safetensors", folder / "optimizer.safetensors",
                fs::copy_options::overwrite_existing);
  expect(ErrorKind::kModel, "y.patch_embed.proj.weight", kIdentity);
}

}  // namespace
}  // namespace jtp
