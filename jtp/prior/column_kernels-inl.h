// SPDX-License-Identifier: Apache-2.0
// The shared source of the column kernels, included once by each ISA folder. Everything has internal linkage.
#pragma once

#include <cstdint>

#include "jtp/prior/column_kernels.h"

namespace jtp {
namespace {

// One number per output of the block, as a vector type of GCC and Clang, so each instruction set uses its own
// registers. Passed by reference, because the ABI of these types depends on compiler flags.
using Vec = float __attribute__((vector_size(kColumns * sizeof(float))));
using IntVec = std::int32_t __attribute__((vector_size(kColumns * sizeof(std::int32_t))));

inline void load(const float* from, Vec& value) { __builtin_memcpy(&value, from, sizeof value); }
inline void store(const Vec& value, float* to) { __builtin_memcpy(to, &value, sizeof value); }

// Replaces x by sigmoid(x), with an error of about 2e-7. exp is 2^n, from exponent bits, times a Taylor
// polynomial on half a binade, where seven terms leave an error of 1e-8.
inline void near_sigmoid(Vec& x) {
  constexpr float kLimit = 30.0F;  // sigmoid(-30) is 1e-13
  constexpr float kLog2e = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;  // few bits, so that n times it is exact
  constexpr float kLn2Low = -2.12194440e-4F;
  const Vec limit = Vec{} + kLimit;
  Vec y = -x;
  y = y < -limit ? -limit : y;
  y = y > limit ? limit : y;
  const IntVec n = __builtin_convertvector(y * kLog2e + 64.5F, IntVec) - 64;  // rounds to nearest, because
                                                                              // the sum is positive
  const Vec whole = __builtin_convertvector(n, Vec);
  const Vec r = (y - whole * kLn2High) - whole * kLn2Low;
  const Vec poly =
      1.0F + r * (1.0F + r * (0.5F + r * (1.0F / 6 + r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720))))));
  const IntVec exponent = (n + 127) << 23;
  Vec power;
  __builtin_memcpy(&power, &exponent, sizeof power);
  x = 1.0F / (1.0F + poly * power);
}

inline void at_most_one(Vec& x) {
  const Vec one = Vec{} + 1.0F;
  x = x < one ? x : one;
}

inline void train_post(const ColumnProblem& problem, const std::int16_t* label, const std::int16_t* end,
                       float rate, const Vec& output_scale, float* weights, Vec& bias) {
  Vec z = bias;
  float given[kColumns] = {};
  for (const std::int16_t* s = label; s != end; ++s) {
    Vec row;
    load(weights + static_cast<std::int64_t>(*s) * kColumns, row);
    z += row;
    const auto own = static_cast<unsigned>(*s - problem.first_output);
    if (own < kColumns) given[own] = 1.0F;
  }
  Vec gradient;
  load(given, gradient);
  near_sigmoid(z);
  gradient -= z;
  Vec scale = problem.bias_scale * output_scale;
  at_most_one(scale);
  bias += rate * scale * gradient;
  for (const std::int16_t* s = label; s != end; ++s) {
    float* to = weights + static_cast<std::int64_t>(*s) * kColumns;
    Vec row;
    load(to, row);
    scale = problem.input_scale[*s] * output_scale;
    at_most_one(scale);
    row += rate * scale * (gradient - problem.input_decay[*s] * row);
    store(row, to);
    if (const unsigned masked = problem.masked[*s]; masked != 0) {
      for (unsigned j = 0; j < kColumns; ++j) {
        if ((masked >> j & 1U) != 0) to[j] = 0.0F;
      }
    }
  }
}

void train_pass(const ColumnProblem& problem, float first_rate, float last_rate, float* weights,
                float* bias) {
  const float slope = (last_rate - first_rate) / static_cast<float>(problem.posts);
  Vec output_scale, running_bias;
  load(problem.output_scale, output_scale);
  load(bias, running_bias);
  for (std::int64_t i = 0; i < problem.posts; ++i) {
    const float rate = first_rate + slope * static_cast<float>(i);
    train_post(problem, problem.labels + problem.label_begin[i], problem.labels + problem.label_begin[i + 1],
               rate, output_scale, weights, running_bias);
  }
  store(running_bias, bias);
}

}  // namespace
}  // namespace jtp
