// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "jtp/kernels/kernels.h"
#include "tests/kernels/matrices.h"

namespace jtp {
namespace {
using test::RandomMatrix;

struct Sizes {
  std::int64_t tokens, heads, head_dim;
};

class AttentionTest : public ::testing::Test {
 protected:
  const Kernels& kernels() { return kernels_for(active_isa()); }

  Attention describe(const Sizes& s, const RandomMatrix& qkv, RandomMatrix& out) {
    return {.qkv = qkv.data(),
            .qkv_stride = qkv.stride(),
            .out = out.data(),
            .out_stride = out.stride(),
            .tokens = s.tokens,
            .width = s.heads * s.head_dim,
            .head_dim = s.head_dim,
            .type = qkv.type()};
  }

  void run(const Attention& a, std::int64_t head, IndexRange rows) {
    AlignedBuffer<std::byte> scratch(kernels().attention_scratch(a) + 64);
    kernels().attention(a, head, rows, scratch.data());
  }

  // Compares with float64. The output is a mean of values of size <= 1, so errors of the probabilities count
  // once. Their exponents are off by head_dim + 10 roundings, and each probability by 2^-8 if it is stored as
  // bf16.
  void check(const Sizes& s, ElementType type) {
    const std::int64_t width = s.heads * s.head_dim;
    const RandomMatrix qkv(s.tokens, 3 * width, type, 11);
    RandomMatrix out(s.tokens, width, type, 12);
    const Attention a = describe(s, qkv, out);
    for (std::int64_t head = 0; head < s.heads; ++head) run(a, head, {0, s.tokens});
    const double exponential = type == ElementType::kF32 ? 0 : 1.1e-4;  // docs/numerics.md
    const double error = static_cast<double>(2 * s.head_dim + s.tokens + 20) * 0x1p-24 +
                         2 * test::roundoff(type) + exponential;
    for (std::int64_t head = 0; head < s.heads; ++head) {
      const std::int64_t q0 = head * s.head_dim;
      for (std::int64_t row = 0; row<s.tokens; row += s.tokens> 50 ? 37 : 1) {
        std::vector<double> p;
        double sum = 0;
        for (std::int64_t t = 0; t < s.tokens; ++t) {
          double score = 0;
          for (std::int64_t i = 0; i < s.head_dim; ++i) {
            score += static_cast<double>(qkv.at(row, q0 + i)) * qkv.at(t, width + q0 + i);
          }
          sum += p.emplace_back(std::exp(score / std::sqrt(static_cast<double>(s.head_dim))));
        }
        for (std::int64_t i = 0; i < s.head_dim; ++i) {
          double expected = 0;
          for (std::int64_t t = 0; t < s.tokens; ++t) {
            expected += p[static_cast<std::size_t>(t)] / sum * qkv.at(t, 2 * width + q0 + i);
          }
          ASSERT_NEAR(out.at(row, q0 + i), expected, error)
              << s.tokens << " tokens, head_dim " << s.head_dim << ", head " << head << " row " << row
              << " at " << i;
        }
      }
    }
  }
};

TEST_F(AttentionTest, EveryTokenCountMatchesFloat64) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    for (std::int64_t tokens = 1; tokens <= 50; ++tokens) check({tokens, 2, 24}, type);
  }
}

TEST_F(AttentionTest, EveryHeadWidthMatchesFloat64) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    for (const std::int64_t head_dim : {1, 3, 8, 16, 24, 40, 48, 56, 64, 72, 80, 88, 96, 128})
      check({33, 2, head_dim}, type);
  }
}

TEST_F(AttentionTest, TheSizesOfTheNetworkMatchFloat64) {
  check({729, 2, 72}, ElementType::kF32);
  check({729, 2, 72}, ElementType::kBf16);
}

TEST_F(AttentionTest, ResultsDoNotDependOnHowTheRowsAreCut) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    const Sizes s = {40, 2, 72};
    const RandomMatrix qkv(s.tokens, 3 * 144, type, 11);
    RandomMatrix whole(s.tokens, 144, type, 12), cut(s.tokens, 144, type, 13);
    for (std::int64_t head = 0; head < 2; ++head) {
      run(describe(s, qkv, whole), head, {0, s.tokens});
      for (std::int64_t row = 0; row < s.tokens; ++row) run(describe(s, qkv, cut), head, {row, row + 1});
    }
    for (std::int64_t row = 0; row < s.tokens; ++row) {
      for (std::int64_t i = 0; i < 144; ++i) ASSERT_EQ(whole.at(row, i), cut.at(row, i)) << row << "," << i;
    }
  }
}

}  // namespace
}  // namespace jtp
