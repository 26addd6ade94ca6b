// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/base/isa.h"

// The only time-critical loop of the prior: stochastic gradient steps on a block of output columns. As in
// jtp/kernels/kernels.h, each ISA folder is compiled separately and exports only its table. All tables are
// compiled from one source, which the compiler vectorises over the columns of the block, without fused
// multiplications. So every table gives the same numbers.

namespace jtp {

// The number of outputs per block, which one thread works on: a cache line of float32 per input. The weights
// of a block, K lines, stay in the second-level cache while millions of posts are processed.
inline constexpr int kColumns = 16;

struct ColumnProblem {
  const std::int64_t* label_begin;  // [posts + 1]
  const std::int16_t* labels;       // the inputs of all posts, ascending within a post
  std::int64_t posts;
  const float* input_scale;     // [K]
  const float* input_decay;     // [K], share of the Gaussian prior that each occurrence of an input applies
  const std::uint16_t* masked;  // [K], bit j: input and output first_output + j must not be connected
  const float* output_scale;    // [kColumns]
  float bias_scale;
  int first_output;
};

struct ColumnKernels {
  Isa isa;

  // One pass over all posts: weights [K][kColumns] and bias [kColumns] take a step against the gradient of
  //   -sum_j log P(y_j | other labels) + decay,  P(y_j = 1) = sigmoid(bias_j + sum_s W_sj),
  // of size rate * min(1, input_scale_s * output_scale_j) per occurrence. The rate falls linearly from
  // first_rate to last_rate.
  void (*train_pass)(const ColumnProblem& problem, float first_rate, float last_rate, float* weights,
                     float* bias);
};

// The table for an instruction set. Requires is_supported(isa).
const ColumnKernels& column_kernels_for(Isa isa);

// One table per ISA folder, which exports nothing else.
extern const ColumnKernels kScalarColumnKernels;
extern const ColumnKernels kAvx2ColumnKernels;
extern const ColumnKernels kAvx512ColumnKernels;

}  // namespace jtp
