// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/training_step.h"

#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>

#include <cmath>

#include "jtp/train/gradients.h"
#include "jtp/train/initialize.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

VitConfig config() {
  VitConfig c;
  c.image_size = 8, c.patch_size = 4, c.grid = 2, c.tokens = 4;
  c.width = 16, c.depth = 3, c.heads = 2, c.mlp_width = 24, c.num_tags = 5;
  return c;
}

TaggingLoss plain_loss() {
  LossOptions options;
  options.kind = LossKind::kBce;
  options.weights.alpha = 0;
  return TaggingLoss(nullptr, options, 1);
}

TrainingBatch pictures(std::int64_t first, std::int64_t count) {
  static const std::vector<std::int16_t> kLabels = {1, 3};
  TrainingBatch batch;
  batch.positions = {first, first + count};
  batch.input =
      at::arange(first * 192, (first + count) * 192, at::kFloat).mul_(0.13).sin_().view({count, 3, 8, 8});
  batch.samples.resize(static_cast<std::size_t>(count));
  batch.labels.assign(static_cast<std::size_t>(count), kLabels);
  return batch;
}

std::vector<at::Tensor> gradients_of(const VitModule& module) {
  std::vector<at::Tensor> found;
  for (const Parameter& p : module.parameters()) found.push_back(p.value.grad());
  return found;
}

std::vector<at::Tensor> gradients(const std::vector<std::int64_t>& sizes, double drop_path) {
  const VitModule module(config());
  initialize(module, 3);
  StepOptions options;
  options.global_batch = 6;
  options.drop_path = drop_path;
  const TaggingLoss loss = plain_loss();
  std::int64_t first = 0;
  for (const std::int64_t size : sizes) {
    accumulate_gradients(module, {loss}, pictures(first, size), options);
    first += size;
  }
  return gradients_of(module);
}

std::vector<at::Tensor> gradients_with(const Teacher& teacher, double share) {
  const VitModule module(config());
  initialize(module, 3);
  const TaggingLoss loss = plain_loss();
  const Objective objective{loss, LossStage::kFused, &teacher, share};
  StepOptions options;
  options.global_batch = 4;
  accumulate_gradients(module, objective, pictures(0, 4), options);
  return gradients_of(module);
}

// Sums of six float32 terms in another order: a few units in the last place of the largest.
TEST(TrainingStep, MicroBatchesAddUpToTheBatch) {
  for (const double drop_path : {0.0, 0.5}) {
    const auto whole = gradients({6}, drop_path), pieces = gradients({1, 3, 2}, drop_path);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const double scale = whole[i].abs().max().item<double>();
      EXPECT_LE((whole[i] - pieces[i]).abs().max().item<double>(), 1e-5 * scale + 1e-12) << i;
    }
  }
}

// Both losses are linear in the sum; a few roundings of float32.
TEST(TrainingStep, LabelsAndTeacherShareTheLoss) {
  const test::TemporaryFolder folder;
  torch::jit::Module script("teacher");
  script.define("def forward(self, x):\n  return x[:, 0, 0, :5] * 3\n");
  script.save((folder / "teacher.pt").string());
  const Teacher teacher(folder / "teacher.pt", config(), at::kCPU);
  const auto labels = gradients({4}, 0), none = gradients_with(teacher, 0);
  const auto all = gradients_with(teacher, 1), quarter = gradients_with(teacher, 0.25);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double scale = std::max(none[i].abs().max().item<double>(), all[i].abs().max().item<double>());
    EXPECT_LE((quarter[i] - 0.75 * none[i] - 0.25 * all[i]).abs().max().item<double>(), 1e-5 * scale) << i;
    EXPECT_LE((none[i] * 4 - labels[i] * 6).abs().max().item<double>(), 1e-4 * scale) << i;
  }
  EXPECT_GT((all.back() - none.back()).abs().max().item<double>(), 0.01);  // the head's bias
}

TEST(TrainingStep, DropPathDependsOnlyOnTheSeedAndThePosition) {
  StepOptions options;
  options.drop_path = 0.4;
  options.seed = 9;
  const at::Tensor all = branch_scales(5, options, {0, 4000});
  EXPECT_TRUE(at::equal(branch_scales(5, options, {100, 200}), all.slice(1, 100, 200)));
  EXPECT_TRUE(at::equal(all[0], at::ones({4000})));
  // 0.4 in the last block, half of it in the middle; the mean stays 1. 3 deviations of 4,000 draws.
  EXPECT_NEAR((all[8] == 0).to(at::kDouble).mean().item<double>(), 0.4, 3 * std::sqrt(0.24 / 4000));
  EXPECT_NEAR((all[4] == 0).to(at::kDouble).mean().item<double>(), 0.2, 3 * std::sqrt(0.16 / 4000));
  EXPECT_NEAR(all[9].mean().item<double>(), 1, 3 * std::sqrt(0.4 / 0.6 / 4000));
  options.seed = 10;
  EXPECT_FALSE(at::equal(branch_scales(5, options, {0, 4000}), all));
}

TEST(Gradients, AreClippedTogether) {
  at::Tensor a = at::zeros({2}).requires_grad_(true), b = at::zeros({1}).requires_grad_(true);
  a.mutable_grad() = at::tensor({3.0F, 0.0F});
  b.mutable_grad() = at::tensor({4.0F});
  const std::vector<at::Tensor> both = {a, b};
  EXPECT_NEAR(clip_gradients(both, 0), 5, 1e-6);
  EXPECT_NEAR(clip_gradients(both, 2), 5, 1e-6);
  EXPECT_NEAR(a.grad()[0].item<float>(), 1.2, 1e-6);
  EXPECT_NEAR(b.grad()[0].item<float>(), 1.6, 1e-6);
  EXPECT_NEAR(clip_gradients(both, 3), 2, 1e-6);
  b.mutable_grad()[0] = NAN;
  EXPECT_TRUE(std::isnan(clip_gradients(both, 1)));
  EXPECT_NEAR(a.grad()[0].item<float>(), 1.2, 1e-6);
}

}  // namespace
}  // namespace jtp
