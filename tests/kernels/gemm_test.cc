// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "jtp/kernels/kernels.h"
#include "tests/kernels/matrices.h"

namespace jtp {
namespace {
using test::RandomMatrix;
using test::RandomPacked;

struct Case {
  std::int64_t m, n, k;
  ElementType type, out;
  Epilogue epilogue;
};

double gelu(double v) { return 0.5 * v * (1.0 + std::erf(v / std::sqrt(2.0))); }

class GemmTest : public ::testing::Test {
 protected:
  const Kernels& kernels() { return kernels_for(active_isa()); }

  // Compares every element with float64. A float32 sum of k products in any order is off by at most (k + 2)
  // 2^-24 of the sum of their sizes. GELU's slope is below 1.13 and its own error below 2e-7 max(1, |v|).
  // Storing adds one rounding.
  void check(const Case& t) {
    const RandomMatrix a(t.m, t.k, t.type, 1), b(t.n, t.k, t.type, 2), bias(1, t.n, ElementType::kF32, 3);
    const RandomMatrix before(t.m, t.n, t.out, 4);
    RandomMatrix c = before;
    const RandomPacked packed(kernels(), b, t.n, t.k);
    const Gemm gemm = {.a = a.data(),
                       .a_stride = a.stride(),
                       .b = packed.view(),
                       .bias = static_cast<const float*>(bias.data()),
                       .c = c.data(),
                       .c_stride = c.stride(),
                       .c_type = t.out,
                       .epilogue = t.epilogue};
    kernels().gemm(gemm, {0, t.m}, {0, packed.view().panels()});
    for (std::int64_t m = 0; m < t.m; ++m) {
      for (std::int64_t n = 0; n < t.n; ++n) {
        double sum = bias.at(0, n), sizes = std::abs(sum);
        for (std::int64_t k = 0; k < t.k; ++k) {
          sum += static_cast<double>(a.at(m, k)) * b.at(n, k);
          sizes += std::abs(static_cast<double>(a.at(m, k)) * b.at(n, k));
        }
        double error = static_cast<double>(t.k + 2) * 0x1p-24 * sizes;
        if (t.epilogue == Epilogue::kGelu) {
          error = 1.13 * error + test::gelu_error(t.out) * std::max(1.0, std::abs(sum));
          sum = gelu(sum);
        }
        if (t.epilogue == Epilogue::kResidual) sum += before.at(m, n);
        error += test::roundoff(t.out) * (std::abs(sum) + error) + 1e-37;
        ASSERT_NEAR(c.at(m, n), sum, error) << t.m << "x" << t.n << "x" << t.k << " at " << m << "," << n;
      }
      for (std::int64_t n = t.n; n < c.stride(); ++n) ASSERT_EQ(c.at(m, n), 0) << "written beyond the row";
    }
  }
};

TEST_F(GemmTest, EveryRemainderOfRowsAndColumnsMatchesFloat64) {
  const std::int64_t columns = kernels().panel;
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    for (std::int64_t m = 1; m <= 2 * kernels().row_tile + 1; ++m)
      check({m, columns + 3, 7, type, type, Epilogue::kNone});
    for (std::int64_t n = 1; n <= 2 * columns + 1; ++n) check({3, n, 5, type, type, Epilogue::kNone});
    for (std::int64_t k = 1; k <= 40; ++k) check({10, 17, k, type, type, Epilogue::kNone});
  }
}

TEST_F(GemmTest, EveryEpilogueMatchesFloat64) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    check({20, 100, 72, type, type, Epilogue::kGelu});
    check({20, 100, 72, type, ElementType::kF32, Epilogue::kResidual});
    check({20, 100, 72, type, ElementType::kF32, Epilogue::kNone});
  }
}

TEST_F(GemmTest, TheLongestSumOfTheNetworkMatchesFloat64) {
  check({9, 50, 4304, ElementType::kF32, ElementType::kF32, Epilogue::kNone});
  check({9, 50, 4304, ElementType::kBf16, ElementType::kF32, Epilogue::kNone});
}

// kernels.h promises that dividing the work differently changes no bit.
TEST_F(GemmTest, ResultsDoNotDependOnHowTheWorkIsCut) {
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16}) {
    const std::int64_t m = 23, n = 130, k = 77;
    const RandomMatrix a(m, k, type, 1), b(n, k, type, 2);
    const RandomPacked packed(kernels(), b, n, k);
    RandomMatrix whole(m, n, type, 5), cut(m, n, type, 6);
    const auto run = [&](RandomMatrix& c, IndexRange rows, IndexRange panels) {
      kernels().gemm({.a = a.data(),
                      .a_stride = a.stride(),
                      .b = packed.view(),
                      .c = c.data(),
                      .c_stride = c.stride(),
                      .c_type = type,
                      .epilogue = Epilogue::kGelu},
                     rows, panels);
    };
    run(whole, {0, m}, {0, packed.view().panels()});
    for (std::int64_t row = 0; row < m; ++row) {
      for (std::int64_t p = 0; p < packed.view().panels(); ++p) run(cut, {row, row + 1}, {p, p + 1});
    }
    for (std::int64_t row = 0; row < m; ++row) {
      for (std::int64_t i = 0; i < n; ++i) ASSERT_EQ(whole.at(row, i), cut.at(row, i)) << row << "," << i;
    }
  }
}

}  // namespace
}  // namespace jtp
