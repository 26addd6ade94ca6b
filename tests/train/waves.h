// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <limits>

namespace jtp::test {

// Numbers between -1 and 1 without repetition.
inline at::Tensor waves(at::IntArrayRef shape, double frequency, at::ScalarType type) {
  std::int64_t count = 1;
  for (const std::int64_t n : shape) count *= n;
  return at::arange(count, at::kDouble).mul_(frequency).sin_().view(shape).to(type);
}

// The distance between 1 and the next number of the type.
inline double epsilon(at::ScalarType type) {
  return type == at::kFloat ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
}

inline double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

}  // namespace jtp::test
