// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "jtp/kernels/kernels.h"
#include "tests/kernels/matrices.h"

namespace jtp {
namespace {
using test::RandomMatrix;

class RowsTest : public ::testing::Test {
 protected:
  const Kernels& kernels() { return kernels_for(active_isa()); }
};

// Mean and variance are sums of D terms (relative error about D 2^-24 at worst, sqrt(D) 2^-24 in practice);
// the normalised values are of size 1..4.
TEST_F(RowsTest, LayerNormMatchesFloat64OnEveryWidth) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    for (const std::int64_t width : {1, 2, 7, 8, 15, 16, 17, 31, 64, 96, 144, 1152}) {
      RandomMatrix x(3, width, ElementType::kF32, 1);
      for (std::int64_t i = 0; i < width; ++i) x.set(1, i, x.at(1, i) * 1e-3F + 100.0F);  // a large mean
      const RandomMatrix weight(1, width, ElementType::kF32, 2), bias(1, width, ElementType::kF32, 3);
      RandomMatrix y(3, width, type, 4);
      kernels().layer_norm({.x = static_cast<const float*>(x.data()),
                            .x_stride = x.stride(),
                            .width = width,
                            .weight = static_cast<const float*>(weight.data()),
                            .bias = static_cast<const float*>(bias.data()),
                            .epsilon = 1e-6F,
                            .y = y.data(),
                            .y_stride = y.stride(),
                            .y_type = type},
                           {0, 3});
      for (std::int64_t row = 0; row < 3; ++row) {
        double mean = 0, variance = 0;
        for (std::int64_t i = 0; i < width; ++i) mean += x.at(row, i);
        mean /= static_cast<double>(width);
        for (std::int64_t i = 0; i < width; ++i) variance += std::pow(x.at(row, i) - mean, 2);
        const double deviation = std::sqrt(variance / static_cast<double>(width) + 1e-6);
        // The mean has an error of sqrt(width) 2^-24 |mean|, which the division by the deviation magnifies.
        const double shift = 4 * std::sqrt(static_cast<double>(width)) * 0x1p-24 * std::abs(mean) / deviation;
        for (std::int64_t i = 0; i < width; ++i) {
          const double normalized = (x.at(row, i) - mean) / deviation;
          const double expected = normalized * weight.at(0, i) + bias.at(0, i);
          const double error = (std::abs(normalized) + 1) * (32 * 0x1p-24 + shift) + shift +
                               test::roundoff(type) * std::abs(expected);
          ASSERT_NEAR(y.at(row, i), expected, error) << width << " row " << row << " at " << i;
        }
      }
    }
  }
}

TEST_F(RowsTest, SoftmaxMatchesFloat64AndSumsToOne) {
  for (const std::int64_t n : {1, 2, 8, 9, 16, 17, 100, 729}) {
    RandomMatrix x(1, n, ElementType::kF32, 7);
    for (std::int64_t i = 0; i < n; ++i) x.set(0, i, x.at(0, i) * 60);
    RandomMatrix p = x;
    kernels().softmax(static_cast<float*>(p.data()), n);
    double sum = 0, total = 0;
    double most = x.at(0, 0);
    for (std::int64_t i = 0; i < n; ++i) most = std::max<double>(most, x.at(0, i));
    for (std::int64_t i = 0; i < n; ++i) sum += std::exp(x.at(0, i) - most);
    for (std::int64_t i = 0; i < n; ++i) {
      // An argument of size 120 has an error of 120 2^-24, and so has the exponential, relatively.
      const double expected = std::exp(x.at(0, i) - most) / sum;
      ASSERT_NEAR(p.at(0, i), expected, 200 * 0x1p-24 * expected + 1e-36) << n << " at " << i;
      total += p.at(0, i);
    }
    EXPECT_NEAR(total, 1, 1e-5);
  }
}

TEST_F(RowsTest, WeightedSumMatchesFloat64) {
  for (const std::int64_t width : {1, 8, 17, 100}) {
    const std::int64_t tokens = 50;
    const RandomMatrix p(1, tokens, ElementType::kF32, 1);
    const std::vector<float> x = test::Random(2).uniforms(static_cast<std::size_t>(tokens * width));
    std::vector<float> out(static_cast<std::size_t>(width), -1);
    kernels().weighted_sum(static_cast<const float*>(p.data()), x.data(), tokens, width, out.data());
    for (std::int64_t i = 0; i < width; ++i) {
      double sum = 0;
      for (std::int64_t t = 0; t < tokens; ++t)
        sum += static_cast<double>(p.at(0, t)) * x[static_cast<std::size_t>(t * width + i)];
      ASSERT_NEAR(out[static_cast<std::size_t>(i)], sum, tokens * 0x1p-24 * tokens);
    }
  }
}

// Through a product with the identity matrix: 0.5 v (1 + erf(v / sqrt 2)) over the whole useful range.
TEST_F(RowsTest, GeluMatchesFloat64OverItsRange) {
  const RandomMatrix zero(1, 1, ElementType::kF32, 1);
  RandomMatrix one(1, 1, ElementType::kF32, 1);
  one.set(0, 0, 1);
  const test::RandomPacked identity(kernels(), one, 1, 1);
  for (const ElementType out : {ElementType::kF32, ElementType::kBf16}) {
    RandomMatrix y(1, 1, out, 1);
    for (int step = -4000; step <= 4000; ++step) {
      const float v = static_cast<float>(step) * 0.003F;
      kernels().gemm({.a = &v,
                      .a_stride = 4,
                      .b = identity.view(),
                      .c = y.data(),
                      .c_stride = y.stride(),
                      .c_type = out,
                      .epilogue = Epilogue::kGelu},
                     {0, 1}, {0, 1});
      const double expected = 0.5 * v * std::erfc(-v / std::sqrt(2.0));
      const double rounding = out == ElementType::kF32 ? 0 : test::roundoff(out) * std::abs(expected);
      const double size = std::max(1.0, std::abs(static_cast<double>(v)));
      ASSERT_NEAR(y.at(0, 0), expected, test::gelu_error(out) * size + rounding) << v;
    }
  }
}

}  // namespace
}  // namespace jtp
