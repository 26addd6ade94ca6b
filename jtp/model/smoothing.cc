// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/smoothing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace jtp {
namespace {

// A channel beyond this is a mistake rather than an outlier. Keeps norm / s and W s far from over- and
// underflow.
constexpr double kMaxExponent = 12;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// log2 of each value divided by the median; 0 if the value or the median is zero.
std::vector<double> logs_over_median(const std::vector<double>& values) {
  const double middle = values.empty() ? 0 : median(values);
  std::vector<double> logs;
  for (const double v : values) logs.push_back(v > 0 && middle > 0 ? std::log2(v / middle) : 0);
  return logs;
}

}  // namespace

std::vector<float> smoothing_factors(std::span<const float> norm_weight, std::span<const float> norm_bias,
                                     std::span<const float> largest) {
  std::vector<double> sizes;
  for (std::size_t j = 0; j < norm_weight.size(); ++j)
    sizes.push_back(std::hypot(norm_weight[j], norm_bias[j]));
  const std::vector<double> loud = logs_over_median(sizes);
  const std::vector<double> heavy = logs_over_median({largest.begin(), largest.end()});
  std::vector<float> factors;
  for (std::size_t j = 0; j < loud.size(); ++j) {
    const double up = std::min(loud[j], -heavy[j]), down = std::max(loud[j], -heavy[j]);
    const double exponent = up > 0 ? up : std::min(down, 0.0);
    factors.push_back(
        static_cast<float>(std::exp2(std::clamp(std::round(exponent), -kMaxExponent, kMaxExponent))));
  }
  return factors;
}

}  // namespace jtp
