// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/train/waves.h"

namespace jtp {
namespace {

struct Sizes {
  std::int64_t pictures, tokens, heads, width;
};

// The literal definition, for [N, T, 3, heads, d].
at::Tensor written_out(const at::Tensor& qkv) {
  const auto parts = qkv.permute({2, 0, 3, 1, 4}).unbind(0);
  const double scale = 1 / std::sqrt(static_cast<double>(qkv.size(4)));
  const at::Tensor weights = at::softmax(at::matmul(parts[0], parts[1].transpose(2, 3)) * scale, -1);
  return at::matmul(weights, parts[2]).transpose(1, 2).flatten(2);
}

// Scores are sums of d products up to 4, and exp() turns their absolute errors into relative ones. Then at
// most T weighted values up to 2 are added, and gradients take three more such sums in sequence.
double tolerance(at::ScalarType type, const Sizes& s) {
  return 64 * test::epsilon(type) * static_cast<double>(s.width + s.tokens);
}

TEST(SelfAttention, MatchesTheDefinitionWithItsGradient) {
  for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
    for (const Sizes& s : {Sizes{2, 9, 3, 5}, Sizes{1, 1, 1, 1}, Sizes{1, 1, 2, 8}, Sizes{3, 17, 1, 16},
                           Sizes{2, 64, 2, 64}}) {
      const at::Tensor qkv =
          (2 * test::waves({s.pictures, s.tokens, 3, s.heads, s.width}, 0.37, type)).requires_grad_(true);
      const at::Tensor found = self_attention(qkv), expected = written_out(qkv);
      ASSERT_EQ(found.sizes(), at::IntArrayRef({s.pictures, s.tokens, s.heads * s.width}));
      EXPECT_LE((found - expected).abs().max().item<double>(), tolerance(type, s)) << s.tokens;
      const at::Tensor probe = 2 * test::waves(found.sizes(), 0.53, type);
      (found * probe).sum().backward();
      const at::Tensor gradient = qkv.grad().clone();
      qkv.mutable_grad() = at::Tensor();
      (expected * probe).sum().backward();
      EXPECT_LE((gradient - qkv.grad()).abs().max().item<double>(), tolerance(type, s)) << s.tokens;
    }
  }
}

TEST(SelfAttention, StaysInBf16) {
  const at::Tensor qkv = test::waves({1, 4, 3, 2, 8}, 0.37, at::kBFloat16);
  EXPECT_EQ(self_attention(qkv).scalar_type(), at::kBFloat16);
}

// If one token's score is far above all others, its value is copied: exp() neither overflows nor leaves
// anything of the others.
TEST(SelfAttention, SurvivesScoresOfThousands) {
  at::Tensor qkv = at::zeros({1, 3, 3, 1, 4}, at::kFloat);
  qkv.select(2, 0).fill_(100);
  qkv.select(1, 1).select(1, 1).fill_(100);  // the key of token 1
  qkv.select(2, 2).copy_(at::arange(12, at::kFloat).view({1, 3, 1, 4}));
  const at::Tensor expected = at::tensor({4.0F, 5.0F, 6.0F, 7.0F}).expand({1, 3, 4});
  EXPECT_TRUE(at::equal(self_attention(qkv), expected));
}

}  // namespace
}  // namespace jtp
