// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_features.h"

#include <array>
#include <cmath>

#include "jtp/base/error.h"

namespace jtp {

void FeatureRows::add(std::span<const float> features) {
  if (features.size() != width_) {
    fail(ErrorKind::kInvalidInput, "features of {} numbers among features of {}", features.size(), width_);
  }
  double squares = 0;
  for (const float value : features) squares += static_cast<double>(value) * value;
  const bool has_direction = std::isfinite(squares) && squares > 0;
  const double scale = has_direction ? 1 / std::sqrt(squares) : 0;
  for (const float value : features) {
    values_.push_back(has_direction ? static_cast<float>(value * scale) : 0.0F);
  }
}

float cosine_of(std::span<const float> a, std::span<const float> b) {
  std::array<float, 8> sums{};  // in parallel, so that the compiler can vectorise
  std::size_t i = 0;
  for (; i + sums.size() <= a.size(); i += sums.size()) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  float dot = 0;
  for (; i < a.size(); ++i) dot += a[i] * b[i];
  for (const float sum : sums) dot += sum;
  return dot;
}

}  // namespace jtp
