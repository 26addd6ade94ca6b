// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/memory_estimate.h"

#include <gtest/gtest.h>

#include "jtp/train/vit_module.h"

namespace jtp {
namespace {

TEST(MemoryEstimate, CountsTheParametersOfTheNetwork) {
  EXPECT_EQ(count_parameters(network_sizes({}, 9083)), 438698299);  // timm's count of the published model
  NetworkConfig small;
  small.image_size = 30, small.patch_size = 7, small.width = 12, small.depth = 3, small.heads = 2;
  small.mlp_width = 17, small.head = HeadKind::kGated;
  const VitConfig sizes = network_sizes(small, 5);
  std::int64_t sum = 0;
  const VitModule module(sizes);
  for (const Parameter& p : module.parameters()) sum += p.value.numel();
  EXPECT_EQ(count_parameters(sizes), sum);
}

TEST(MemoryEstimate, GrowsWithTheActivationsKept) {
  const VitConfig sizes = network_sizes({}, 9083);
  ComputeConfig compute;
  const MemoryEstimate kept = estimate_memory(sizes, compute, 8, 1);
  compute.activations = ActivationUse::kRecompute;
  const MemoryEstimate recomputed = estimate_memory(sizes, compute, 8, 1);
  EXPECT_LT(recomputed.total(), kept.total() / 2);
  EXPECT_EQ(recomputed.optimizer, kept.optimizer);
  compute.arithmetic = Arithmetic::kBf16;
  EXPECT_LT(estimate_memory(sizes, compute, 8, 1).transient, recomputed.transient);
  EXPECT_EQ(estimate_memory(sizes, compute, 8, 4).buckets, recomputed.gradients);
}

}  // namespace
}  // namespace jtp
