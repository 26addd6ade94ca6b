// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/parameter_rates.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(ParameterRates, DecayDownTheBlocks) {
  const RateFactors factors{.head = 10, .pool = 3, .layer_decay = 0.5};
  EXPECT_DOUBLE_EQ(rate_factor("head.weight", 12, factors), 10);
  EXPECT_DOUBLE_EQ(rate_factor("head.linear.bias", 12, factors), 10);
  EXPECT_DOUBLE_EQ(rate_factor("attn_pool.mlp.fc1.weight", 12, factors), 3);
  EXPECT_DOUBLE_EQ(rate_factor("norm.bias", 12, factors), 3);
  EXPECT_DOUBLE_EQ(rate_factor("blocks.11.norm1.weight", 12, factors), 1);
  EXPECT_DOUBLE_EQ(rate_factor("blocks.10.mlp.fc1.weight", 12, factors), 0.5);
  EXPECT_DOUBLE_EQ(rate_factor("blocks.0.mlp.fc1.weight", 12, factors), 1.0 / 2048);
  EXPECT_DOUBLE_EQ(rate_factor("patch_embed.proj.weight", 12, factors), 1.0 / 4096);
  EXPECT_DOUBLE_EQ(rate_factor("pos_embed", 12, factors), 1.0 / 4096);
}

TEST(ParameterRates, OnlyMatricesDecay) {
  EXPECT_TRUE(is_decayed("blocks.3.attn.qkv.weight"));
  EXPECT_TRUE(is_decayed("patch_embed.proj.weight"));
  EXPECT_TRUE(is_decayed("head.linear.weight"));
  for (const char* name : {"blocks.3.attn.qkv.bias", "blocks.3.norm1.weight", "attn_pool.norm.weight",
                           "norm.weight", "pos_embed", "attn_pool.latent"})
    EXPECT_FALSE(is_decayed(name)) << name;
}

}  // namespace
}  // namespace jtp
