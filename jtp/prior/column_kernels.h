// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/base/isa.h"

// The one loop of the prior that takes the time: stochastic gradient steps on a block of output columns. As
// in jtp/kernels/kernels.h each ISA folder is compiled by itself and exports its table only; all are made
// from one text that the compiler vectorises over the columns of the block, without fused multiplications, so
// every table gives the same numbers.

namespace jtp {

// Outputs that one thread works on: a cache line of float32 per input, so that the weights of a block, K
// lines, stay in the second-level cache while millions of posts go by.
inline constexpr int kColumns = 16;

struct ColumnProblem {
  const std::int64_t* label_begin;  // [posts + 1]
  const std::int16_t* labels;       // inputs of all posts, ascending within a post
  std::int64_t posts;
  const float* input_scale;     // [K]
  const float* input_decay;     // [K], share of the Gaussian prior that each visit of an input applies
  const std::uint16_t* masked;  // [K], bit j: input and output first_output + j may not be connected
  const float* output_scale;    // [kColumns]
  float bias_scale;
  int first_output;
};

struct ColumnKernels {
  Isa isa;

  // One pass over all posts: weights [K][kColumns] and bias [kColumns] take a step against the gradient of
  //   -sum_j log P(y_j | other labels) + decay,  P(y_j = 1) = sigmoid(bias_j + sum_s W_sj),
  // of size rate * min(1, input_scale_s * output_scale_j) per visit; the rate falls linearly from first_rate
  // to last_rate.
  void (*train_pass)(const ColumnProblem& problem, float first_rate, float last_rate, float* weights,
                     float* bias);
};

// The table for an instruction set that is_supported().
const ColumnKernels& column_kernels_for(Isa isa);

// One per ISA folder, and all that the folder exports.
extern const ColumnKernels kScalarColumnKernels;
extern const ColumnKernels kAvx2ColumnKernels;
extern const ColumnKernels kAvx512ColumnKernels;

}  // namespace jtp
