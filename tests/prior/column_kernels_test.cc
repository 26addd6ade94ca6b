// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/column_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/prior/synth_set.h"

namespace jtp {
namespace {

struct Block {
  std::vector<float> weights;
  std::vector<float> bias;
  bool operator==(const Block&) const = default;
};

// Two passes over the first 16 outputs of a small world.
Block train(const ColumnKernels& kernels, const LabelSets& posts) {
  const auto tags = static_cast<std::size_t>(posts.tags);
  std::vector<float> input_scale, input_decay;
  for (const std::int64_t count : count_labels(posts)) {
    input_scale.push_back(1 / std::sqrt(static_cast<float>(count + 1)));
    input_decay.push_back(3 / static_cast<float>(count + 1));
  }
  std::vector<std::uint16_t> masked(tags);
  for (std::size_t j = 0; j < kColumns; ++j) masked[j] = static_cast<std::uint16_t>(1U << j);
  const std::vector<float> output_scale(kColumns, 4.0F);
  Block block{std::vector<float>(tags * kColumns), std::vector<float>(kColumns, -2.0F)};
  const ColumnProblem problem{.label_begin = posts.begin.data(),
                              .labels = posts.labels.data(),
                              .posts = posts.size(),
                              .input_scale = input_scale.data(),
                              .input_decay = input_decay.data(),
                              .masked = masked.data(),
                              .output_scale = output_scale.data(),
                              .bias_scale = 0.02F,
                              .first_output = 0};
  kernels.train_pass(problem, 0.5F, 0.25F, block.weights.data(), block.bias.data());
  kernels.train_pass(problem, 0.25F, 0.0F, block.weights.data(), block.bias.data());
  return block;
}

TEST(ColumnKernels, EqualTheScalarTable) {
  const LabelSets posts =
      test::synth_labels(SynthWorld({.tags = 60, .posts = 1, .omission = 0.2, .seed = 2}), 0, 2000);
  const Block expected = train(kScalarColumnKernels, posts);
  EXPECT_EQ(train(column_kernels_for(active_isa()), posts), expected);
  float largest = 0;
  for (const float weight : expected.weights) largest = std::max(largest, std::abs(weight));
  EXPECT_GT(largest, 0.1F) << "something was learned";
  for (std::size_t j = 0; j < kColumns; ++j) EXPECT_EQ(expected.weights[j * kColumns + j], 0) << "masked";
}

}  // namespace
}  // namespace jtp
