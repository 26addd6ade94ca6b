// SPDX-License-Identifier: Apache-2.0
// Sums of int8 are exact, so every instruction set must agree with the scalar table to the bit. The error of
// the quantisation itself is at most half a step of each operand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "jtp/kernels/kernels.h"
#include "tests/kernels/matrices.h"

namespace jtp {
namespace {
using test::RandomMatrix;
using test::RandomPacked;

// Rows of bytes and their scales, in the form that Gemm expects for A.
struct Bytes {
  Bytes(std::int64_t rows, std::int64_t width)
      : stride(round_up(width, 64)),
        values(static_cast<std::size_t>(rows * stride)),
        scales(static_cast<std::size_t>(rows)) {}
  std::int64_t stride;
  std::vector<std::uint8_t> values;
  std::vector<float> scales;
};

class Int8 : public ::testing::Test {
 protected:
  const Kernels& kernels() { return kernels_for(active_isa()); }
  static const Kernels& scalar() { return kernels_for(Isa::kScalar); }

  static Bytes quantize(const Kernels& table, const RandomMatrix& x, std::int64_t rows, std::int64_t width) {
    Bytes bytes(rows, width);
    table.quantize({.x = x.data(),
                    .x_stride = x.stride(),
                    .x_type = x.type(),
                    .width = width,
                    .y = bytes.values.data(),
                    .y_stride = bytes.stride,
                    .y_scales = bytes.scales.data()},
                   {0, rows});
    return bytes;
  }

  static std::vector<float> multiply(const Kernels& table, const Bytes& a, const RandomMatrix& b,
                                     std::int64_t m, std::int64_t n, std::int64_t k) {
    const RandomPacked packed(table, b, n, k, ElementType::kInt8);
    std::vector<float> c(static_cast<std::size_t>(m * n));
    table.gemm({.a = a.values.data(),
                .a_stride = a.stride,
                .a_scales = a.scales.data(),
                .b = packed.view(),
                .c = c.data(),
                .c_stride = n},
               {0, m}, {0, packed.view().panels()});
    return c;
  }
};

TEST_F(Int8, QuantizedRowsEqualTheScalarTable) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    for (const std::int64_t width : {1, 7, 8, 15, 16, 17, 64, 239, 1152}) {
      RandomMatrix x(4, width, type, static_cast<std::uint32_t>(width));
      for (std::int64_t i = 0; i < width; ++i) x.set(2, i, 0);
      const Bytes expected = quantize(scalar(), x, 4, width), actual = quantize(kernels(), x, 4, width);
      EXPECT_EQ(actual.values, expected.values) << width;
      EXPECT_EQ(actual.scales, expected.scales) << width;
      EXPECT_EQ(actual.values[static_cast<std::size_t>(2 * actual.stride)], 128) << "an all-zero row";
      EXPECT_EQ(actual.scales[2], 0);
    }
  }
}

TEST_F(Int8, LayerNormQuantizesItsFloatResult) {
  for (const std::int64_t width : {5, 16, 33, 144}) {
    const RandomMatrix x(3, width, ElementType::kF32, 1), weight(1, width, ElementType::kF32, 2),
        bias(1, width, ElementType::kF32, 3);
    LayerNorm norm = {.x = static_cast<const float*>(x.data()),
                      .x_stride = x.stride(),
                      .width = width,
                      .weight = static_cast<const float*>(weight.data()),
                      .bias = static_cast<const float*>(bias.data())};
    RandomMatrix floats(3, width, ElementType::kF32, 4);
    norm.y = floats.data();
    norm.y_stride = floats.stride();
    kernels().layer_norm(norm, {0, 3});
    const Bytes expected = quantize(kernels(), floats, 3, width);
    Bytes actual(3, width);
    norm.y = actual.values.data();
    norm.y_stride = actual.stride;
    norm.y_type = ElementType::kInt8;
    norm.y_scales = actual.scales.data();
    kernels().layer_norm(norm, {0, 3});
    EXPECT_EQ(actual.values, expected.values) << width;
    EXPECT_EQ(actual.scales, expected.scales) << width;
  }
}

TEST_F(Int8, EveryRemainderEqualsTheScalarTable) {
  const auto check = [&](std::int64_t m, std::int64_t n, std::int64_t k) {
    const RandomMatrix a(m, k, ElementType::kF32, 1), b(n, k, ElementType::kF32, 2);
    const Bytes bytes = quantize(scalar(), a, m, k);
    ASSERT_EQ(multiply(kernels(), bytes, b, m, n, k), multiply(scalar(), bytes, b, m, n, k))
        << m << "x" << n << "x" << k;
  };
  for (std::int64_t m = 1; m <= 2 * kernels().row_tile + 1; ++m) check(m, 50, 9);
  for (std::int64_t n = 1; n <= 2 * kernels().panel + 1; ++n) check(3, n, 6);
  for (std::int64_t k = 1; k <= 40; ++k) check(10, 17, k);
  check(9, 50, 4304);
}

// The largest possible sums must not overflow: all operands at their extremes.
TEST_F(Int8, ExtremeOperandsDoNotOverflow) {
  const std::int64_t k = 4304;
  RandomMatrix a(1, k, ElementType::kF32, 1), b(1, k, ElementType::kF32, 2);
  for (const float sign : {1.0F, -1.0F}) {
    for (std::int64_t i = 0; i < k; ++i) {
      a.set(0, i, 1);
      b.set(0, i, sign);
    }
    const float c = multiply(kernels(), quantize(kernels(), a, 1, k), b, 1, 1, k)[0];
    EXPECT_NEAR(c, sign * static_cast<float>(k), static_cast<float>(k) * 4 * 0x1p-24F);
  }
}

TEST_F(Int8, TheProductIsWithinHalfAStepOfEachOperand) {
  const std::int64_t m = 7, n = 60, k = 333;
  const RandomMatrix a(m, k, ElementType::kF32, 1), b(n, k, ElementType::kF32, 2);
  const std::vector<float> c = multiply(kernels(), quantize(kernels(), a, m, k), b, m, n, k);
  for (std::int64_t row = 0; row < m; ++row) {
    for (std::int64_t column = 0; column < n; ++column) {
      double sum = 0, a_most = 0, b_most = 0, a_sizes = 0, b_sizes = 0;
      for (std::int64_t i = 0; i < k; ++i) {
        const double x = a.at(row, i), y = b.at(column, i);
        sum += x * y;
        a_most = std::max(a_most, std::abs(x));
        b_most = std::max(b_most, std::abs(y));
        a_sizes += std::abs(x);
        b_sizes += std::abs(y);
      }
      const double a_half = a_most / 254, b_half = b_most / 254;
      const double error = a_sizes * b_half + b_sizes * a_half + static_cast<double>(k) * a_half * b_half;
      ASSERT_NEAR(c[static_cast<std::size_t>(row * n + column)], sum, error * 1.0001);
    }
  }
}

}  // namespace
}  // namespace jtp
