// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/permutation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

std::vector<std::int64_t> images(const Permutation& permutation) {
  std::vector<std::int64_t> all;
  for (std::int64_t k = 0; k < permutation.size(); ++k) all.push_back(permutation(k));
  return all;
}

TEST(Permutation, HasEveryNumberOnce) {
  for (const std::int64_t size : {1, 2, 3, 4, 5, 7, 16, 17, 99, 100, 101, 1000, 4096, 4097, 12345}) {
    std::vector<std::int64_t> all = images(Permutation(size, 42, 0));
    std::sort(all.begin(), all.end());
    for (std::int64_t i = 0; i < size; ++i) ASSERT_EQ(all[static_cast<std::size_t>(i)], i) << size;
  }
}

TEST(Permutation, DiffersBySeedAndNumber) {
  const auto reference = images(Permutation(1000, 1, 0));
  EXPECT_EQ(images(Permutation(1000, 1, 0)), reference);
  EXPECT_NE(images(Permutation(1000, 1, 1)), reference);
  EXPECT_NE(images(Permutation(1000, 2, 0)), reference);
  EXPECT_NE(images(Permutation(1000, std::uint64_t{1} << 32 | 1, 0)), reference);
}

// Over many permutations, every place gets every number about equally often, and neighbours do not stay
// neighbours. With 36 cells of expectation 2000 / 6, the sum of squared differences over the expectation is
// chi-squared with 25 degrees of freedom; it exceeds 60 once in 10,000 times.
TEST(Permutation, IsUniformOverItsNumbers) {
  constexpr int kSize = 6;
  constexpr int kTrials = 2000;
  std::vector<int> counts(kSize * kSize);
  int neighbours = 0;
  for (int number = 0; number < kTrials; ++number) {
    const Permutation permutation(kSize, 9, number);
    for (std::int64_t k = 0; k < kSize; ++k) ++counts[static_cast<std::size_t>(k * kSize + permutation(k))];
    for (std::int64_t k = 0; k + 1 < kSize; ++k)
      neighbours += permutation(k + 1) == permutation(k) + 1 ? 1 : 0;
  }
  double chi_squared = 0;
  constexpr double kExpected = double{kTrials} / kSize;
  for (const int count : counts) chi_squared += (count - kExpected) * (count - kExpected) / kExpected;
  EXPECT_LT(chi_squared, 60);
  // Of two places, 5 of the 30 pairs of numbers are neighbours: 5/6 per permutation with variance below 1.
  EXPECT_NEAR(neighbours, kTrials * 5.0 / 6, 5 * std::sqrt(double{kTrials}));
}

TEST(Permutation, NeedsNoMemoryForTrillions) {
  const std::int64_t size = (std::int64_t{1} << 61) + 12345;
  const Permutation permutation(size, 1, 1);
  for (const std::int64_t k : {std::int64_t{0}, size / 2, size - 1}) {
    EXPECT_GE(permutation(k), 0);
    EXPECT_LT(permutation(k), size);
  }
  EXPECT_NE(permutation(0), permutation(1));
}

TEST(Permutation, RefusesImpossibleSizes) {
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{-3}, std::int64_t{1} << 62})
    test::expect_error(ErrorKind::kUsage, "samples cannot be permuted", [&] { Permutation(size, 0, 0); });
}

}  // namespace
}  // namespace jtp
