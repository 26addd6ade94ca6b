// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/row_kernels.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "jtp/image/resample.h"

namespace jtp {
namespace {

// Compares every table with the scalar one, byte for byte.
class RowKernelsTest : public ::testing::Test {
 protected:
  std::vector<std::uint8_t> noise(std::size_t bytes) {
    std::vector<std::uint8_t> row(bytes);
    for (std::uint8_t& byte : row) byte = static_cast<std::uint8_t>(random_());
    return row;
  }
  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  // Vectors of exactly the sizes in the contract, so that the sanitizers notice an access outside.
  void compare_resample_row(int in_size, int out_size) {
    const auto in = noise(4 * static_cast<std::size_t>(in_size));
    const ResampleFilter filter = ResampleFilter::lanczos(in_size, out_size);
    std::vector<std::uint8_t> expected(4 * static_cast<std::size_t>(out_size));
    std::vector<std::uint8_t> result = expected;
    oracle_.resample_row(in.data(), filter.windows().data(), out_size, expected.data());
    kernels().resample_row(in.data(), filter.windows().data(), out_size, result.data());
    ASSERT_EQ(result, expected) << in_size << " -> " << out_size;
  }

  void compare_combine_rows(int width, int in_size, int out_size) {
    const std::size_t row_bytes = 4 * static_cast<std::size_t>(width);
    const auto rows = noise(row_bytes * static_cast<std::size_t>(in_size));
    const ResampleFilter filter = ResampleFilter::lanczos(in_size, out_size);
    std::vector<std::uint8_t> expected(row_bytes);
    std::vector<std::uint8_t> result(row_bytes);
    for (const ResampleWindow& window : filter.windows()) {
      oracle_.combine_rows(rows.data(), &window, static_cast<std::int64_t>(row_bytes), expected.data());
      kernels().combine_rows(rows.data(), &window, static_cast<std::int64_t>(row_bytes), result.data());
      ASSERT_EQ(result, expected) << "width " << width << ", " << in_size << " -> " << out_size;
    }
  }

  static const RowKernels& kernels() { return row_kernels_for(active_isa()); }

 private:
  const RowKernels& oracle_ = row_kernels_for(Isa::kScalar);
  std::mt19937 random_{7};
};

TEST_F(RowKernelsTest, PremultipliesEveryColourAndAlphaLikeTheScalarTable) {
  for (int alpha = 0; alpha < 256; ++alpha) {
    std::vector<std::uint8_t> in;
    for (int c = 0; c < 256; ++c) {
      for (const int byte : {c, 255 - c, c ^ alpha, alpha}) in.push_back(static_cast<std::uint8_t>(byte));
    }
    std::vector<std::uint8_t> expected(in.size());
    std::vector<std::uint8_t> result(in.size());
    row_kernels_for(Isa::kScalar).premultiply(in.data(), 256, expected.data());
    kernels().premultiply(in.data(), 256, result.data());
    ASSERT_EQ(result, expected) << alpha;
    if (alpha == 255) {
      ASSERT_EQ(result, in);
    }
  }
}

TEST_F(RowKernelsTest, PremultipliesRowsOfEveryLength) {
  for (std::size_t pixels = 1; pixels < 40; ++pixels) {
    const auto in = noise(4 * pixels);
    std::vector<std::uint8_t> expected(in.size());
    std::vector<std::uint8_t> result(in.size());
    row_kernels_for(Isa::kScalar).premultiply(in.data(), static_cast<std::int64_t>(pixels), expected.data());
    kernels().premultiply(in.data(), static_cast<std::int64_t>(pixels), result.data());
    ASSERT_EQ(result, expected) << pixels;
  }
}

TEST_F(RowKernelsTest, ResamplesRowsOfEverySmallSize) {
  for (int in = 1; in <= 40; ++in) {
    for (int out = 1; out <= 24; ++out) compare_resample_row(in, out);
  }
}

TEST_F(RowKernelsTest, ResamplesRowsOfRandomSizes) {
  for (int i = 0; i < 200; ++i) compare_resample_row(number(1, 5000), number(1, 384));
}

TEST_F(RowKernelsTest, CombinesRowsOfEverySmallSize) {
  for (int width = 1; width <= 40; ++width) {
    for (const auto& [in, out] : {std::pair{1, 3}, {2, 5}, {7, 3}, {30, 2}})
      compare_combine_rows(width, in, out);
  }
}

TEST_F(RowKernelsTest, CombinesRowsOfRandomSizes) {
  for (int i = 0; i < 100; ++i) compare_combine_rows(number(1, 400), number(1, 900), number(1, 40));
}

// The largest sums: negative weights of a filter meet black and its positive weights white, and the reverse.
TEST_F(RowKernelsTest, SumsSaturateOnBothSides) {
  for (const int out : {1, 3, 100}) {
    const ResampleFilter filter = ResampleFilter::lanczos(64, out);
    for (const ResampleWindow& window : filter.windows()) {
      std::vector<std::uint8_t> in(64 * 4);
      for (int k = 0; k < window.count; ++k) {
        const bool positive = window.weights[k] > 0;
        for (int c = 0; c < 4; ++c) {
          in[static_cast<std::size_t>(4 * (window.first + k) + c)] = positive == (c < 2) ? 255 : 0;
        }
      }
      std::vector<std::uint8_t> result(4);
      kernels().resample_row(in.data(), &window, 1, result.data());
      EXPECT_EQ(result, (std::vector<std::uint8_t>{255, 255, 0, 0}));
    }
  }
}

}  // namespace
}  // namespace jtp
