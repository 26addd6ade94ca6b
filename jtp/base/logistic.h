// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>

namespace jtp {

// The probability whose logit is x.
template <std::floating_point Number>
Number sigmoid(Number x) {
  return 1 / (1 + std::exp(-x));
}

// The inverse of sigmoid(), 0 < p < 1.
template <std::floating_point Number>
Number logit(Number p) {
  return std::log(p / (1 - p));
}

// -log sigmoid(x), without overflow.
inline double minus_log_sigmoid(double x) { return std::max(-x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

}  // namespace jtp
