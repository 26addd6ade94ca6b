// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/packed_product.h"

#include <algorithm>

#include "jtp/base/error.h"

namespace jtp {
namespace {

const float* panel_floats(const PackedMatrix& b, std::int64_t panel) {
  if (b.type != ElementType::kF32) fail(ErrorKind::kInternal, "packed_product: the weights are not float32");
  return reinterpret_cast<const float*>(b.panel_data(panel));
}

// Calls visit(values, n, count, k) for every run of `count` adjacent elements B[n ...][k], in memory order.
template <typename Visit>
void for_each_line(const PackedMatrix& b, Visit visit) {
  for (std::int64_t panel = 0; panel < b.panels(); ++panel) {
    const float* values = panel_floats(b, panel);
    const std::int64_t n = panel * b.panel, count = std::min(b.panel, b.n - n);
    for (std::int64_t k = 0; k < b.k; ++k, values += b.panel) visit(values, n, count, k);
  }
}

}  // namespace

Doubles multiply(const PackedMatrix& b, std::span<const double> x) {
  Doubles y(static_cast<std::size_t>(b.n));
  for_each_line(b, [&](const float* values, std::int64_t n, std::int64_t count, std::int64_t k) {
    for (std::int64_t i = 0; i < count; ++i)
      y[static_cast<std::size_t>(n + i)] += values[i] * x[static_cast<std::size_t>(k)];
  });
  return y;
}

Doubles multiply_transposed(const PackedMatrix& b, std::span<const double> g) {
  Doubles y(static_cast<std::size_t>(b.k));
  for_each_line(b, [&](const float* values, std::int64_t n, std::int64_t count, std::int64_t k) {
    double sum = 0;
    for (std::int64_t i = 0; i < count; ++i) sum += values[i] * g[static_cast<std::size_t>(n + i)];
    y[static_cast<std::size_t>(k)] += sum;
  });
  return y;
}

Doubles row(const PackedMatrix& b, std::int64_t n) {
  const float* values = panel_floats(b, n / b.panel) + n % b.panel;
  Doubles y(static_cast<std::size_t>(b.k));
  for (double& v : y) {
    v = *values;
    values += b.panel;
  }
  return y;
}

}  // namespace jtp
