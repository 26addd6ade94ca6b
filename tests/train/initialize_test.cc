// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/initialize.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jtp {
namespace {

VitConfig config(HeadKind head) {
  VitConfig c;
  c.image_size = 8, c.patch_size = 4, c.grid = 2, c.tokens = 4;
  c.width = 64, c.depth = 1, c.heads = 2, c.mlp_width = 96, c.num_tags = 3, c.head = head;
  return c;
}

TEST(Initialize, HeadGivesThePrevalencesForAnyPicture) {
  const std::vector<float> bias = {-6, 0.5F, 4};
  for (const HeadKind head : {HeadKind::kPlain, HeadKind::kGated}) {
    const VitModule module(config(head), at::kDouble);
    initialize(module, 1);
    initialize_head(module, bias);
    const at::NoGradGuard no_grad;
    const at::Tensor z = tag_logits(module.head(at::randn({2, 64}, at::kDouble)), head);
    for (std::int64_t t = 0; t < 3; ++t)
      EXPECT_NEAR(z[1][t].item<double>(), bias[static_cast<std::size_t>(t)], 1e-9);
  }
}

TEST(Initialize, DependsOnlyOnTheSeed) {
  const VitModule a(config(HeadKind::kPlain)), b(config(HeadKind::kPlain)), c(config(HeadKind::kPlain));
  initialize(a, 1);
  initialize(b, 1);
  initialize(c, 2);
  EXPECT_TRUE(at::equal(a.at("blocks.0.mlp.fc1.weight"), b.at("blocks.0.mlp.fc1.weight")));
  EXPECT_FALSE(at::equal(a.at("blocks.0.mlp.fc1.weight"), c.at("blocks.0.mlp.fc1.weight")));
  const at::NoGradGuard no_grad;
  // Clamping a normal distribution at two deviations leaves 0.96 of its standard deviation; 6,144 samples
  // estimate it within 3 %.
  EXPECT_NEAR(a.at("blocks.0.mlp.fc1.weight").std().item<double>(), 0.02 * 0.96, 0.02 * 0.03);
  EXPECT_EQ(a.at("norm.weight").min().item<float>(), 1);
}

}  // namespace
}  // namespace jtp
