// SPDX-License-Identifier: Apache-2.0
// The text of the column kernels; included once by each ISA folder. Everything has internal linkage.
#pragma once

#include <bit>
#include <cstdint>

#include "jtp/prior/column_kernels.h"

namespace jtp {
namespace {

// 1 / (1 + exp(-x)), to about 2e-7. exp: 2^n by its exponent bits times a Taylor polynomial on half a binade,
// where seven terms leave 1e-8.
inline float sigmoid(float x) {
  constexpr float kLimit = 30.0F;  // sigmoid(-30) is 1e-13
  constexpr float kLog2e = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;  // with few bits, so that n times it is exact
  constexpr float kLn2Low = -2.12194440e-4F;
  float y = -x;
  y = y < -kLimit ? -kLimit : y;
  y = y > kLimit ? kLimit : y;
  const auto n = static_cast<std::int32_t>(y * kLog2e + 64.5F) - 64;  // to nearest: the sum is positive
  const auto whole = static_cast<float>(n);
  const float r = (y - whole * kLn2High) - whole * kLn2Low;
  const float poly =
      1.0F + r * (1.0F + r * (0.5F + r * (1.0F / 6 + r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720))))));
  return 1.0F / (1.0F + poly * std::bit_cast<float>((n + 127) << 23));
}

inline void train_post(const ColumnProblem& problem, const std::int16_t* label, const std::int16_t* end,
                       float rate, float* weights, float* bias) {
  float z[kColumns];
  float gradient[kColumns];
  for (int j = 0; j < kColumns; ++j) z[j] = bias[j];
  for (int j = 0; j < kColumns; ++j) gradient[j] = 0.0F;
  for (const std::int16_t* s = label; s != end; ++s) {
    const float* row = weights + static_cast<std::int64_t>(*s) * kColumns;
    for (int j = 0; j < kColumns; ++j) z[j] += row[j];
    const auto own = static_cast<unsigned>(*s - problem.first_output);
    if (own < kColumns) gradient[own] = 1.0F;
  }
  for (int j = 0; j < kColumns; ++j) gradient[j] -= sigmoid(z[j]);
  for (int j = 0; j < kColumns; ++j) {
    const float scale = problem.bias_scale * problem.output_scale[j];
    bias[j] += rate * (scale < 1.0F ? scale : 1.0F) * gradient[j];
  }
  for (const std::int16_t* s = label; s != end; ++s) {
    float* row = weights + static_cast<std::int64_t>(*s) * kColumns;
    const float input_scale = problem.input_scale[*s];
    const float decay = problem.input_decay[*s];
    for (int j = 0; j < kColumns; ++j) {
      const float scale = input_scale * problem.output_scale[j];
      row[j] += rate * (scale < 1.0F ? scale : 1.0F) * (gradient[j] - decay * row[j]);
    }
    if (const unsigned masked = problem.masked[*s]; masked != 0) {
      for (int j = 0; j < kColumns; ++j) row[j] = (masked >> j & 1U) != 0 ? 0.0F : row[j];
    }
  }
}

void train_pass(const ColumnProblem& problem, float first_rate, float last_rate, float* weights,
                float* bias) {
  const float slope = (last_rate - first_rate) / static_cast<float>(problem.posts);
  for (std::int64_t i = 0; i < problem.posts; ++i) {
    const float rate = first_rate + slope * static_cast<float>(i);
    train_post(problem, problem.labels + problem.label_begin[i], problem.labels + problem.label_begin[i + 1],
               rate, weights, bias);
  }
}

}  // namespace
}  // namespace jtp
