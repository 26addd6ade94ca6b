// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/recompute.h"

#include <gtest/gtest.h>

#include "jtp/train/autocast.h"
#include "jtp/train/initialize.h"
#include "jtp/train/vit_module.h"

namespace jtp {
namespace {

VitConfig config() {
  VitConfig c;
  c.image_size = 8, c.patch_size = 4, c.grid = 2, c.tokens = 4;
  c.width = 16, c.depth = 3, c.heads = 2, c.mlp_width = 24, c.num_tags = 5;
  return c;
}

std::vector<at::Tensor> gradients(ActivationStorage activations, AutocastSettings::Products products) {
  const VitModule module(config());
  initialize(module, 3);
  const at::Tensor pixels = at::arange(2 * 3 * 64, at::kFloat).mul_(0.3).sin_().view({2, 3, 8, 8});
  at::Tensor loss;
  {
    const Autocast autocast({c10::DeviceType::CPU, products});
    const at::Tensor pooled = module.pooled(pixels, {.activations = activations});
    loss = pooled.to(at::kFloat).square().sum();
  }
  loss.backward();
  std::vector<at::Tensor> found;
  for (const Parameter& p : module.parameters()) {
    if (!p.name.starts_with("head")) found.push_back(p.value.grad());
  }
  return found;
}

// The same operations on the same numbers in the same order.
TEST(Recompute, GradientsAreTheSameBits) {
  for (const auto products : {AutocastSettings::Products::kAsStored, AutocastSettings::Products::kBf16}) {
    const auto kept = gradients(ActivationStorage::kKept, products);
    const auto again = gradients(ActivationStorage::kRecomputed, products);
    ASSERT_EQ(kept.size(), again.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      ASSERT_TRUE(again[i].defined()) << i;
      EXPECT_TRUE(at::equal(kept[i], again[i])) << i;
      EXPECT_GT(kept[i].abs().max().item<float>(), 0) << i;
    }
  }
}

TEST(Autocast, MultipliesInBf16OnlyWhileItLives) {
  const at::Tensor a = at::ones({2, 2});
  {
    const Autocast outer({c10::DeviceType::CPU, AutocastSettings::Products::kBf16});
    EXPECT_EQ(at::matmul(a, a).scalar_type(), at::kBFloat16);
    {
      const Autocast inner({c10::DeviceType::CPU, AutocastSettings::Products::kAsStored});
      EXPECT_EQ(at::matmul(a, a).scalar_type(), at::kFloat);
    }
    EXPECT_EQ(at::matmul(a, a).scalar_type(), at::kBFloat16);
  }
  EXPECT_EQ(at::matmul(a, a).scalar_type(), at::kFloat);
}

}  // namespace
}  // namespace jtp
