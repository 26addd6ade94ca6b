// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/train/train_config.h"

namespace jtp {

// Bytes that training takes on each device at its peak (docs/training.md has the sums).
struct MemoryEstimate {
  std::int64_t parameters = 0;  // y
  std::int64_t gradients = 0;
  std::int64_t optimizer = 0;    // z and v
  std::int64_t buckets = 0;      // gradients on their way to other processes
  std::int64_t converted = 0;    // bf16 copies of the weights
  std::int64_t activations = 0;  // kept between forward and backward, of a micro-batch
  std::int64_t transient = 0;    // of the block at work
  std::int64_t program = 0;      // LibTorch itself

  std::int64_t total() const {
    return parameters + gradients + optimizer + buckets + converted + activations + transient + program;
  }
};

std::int64_t count_parameters(const VitConfig& sizes);

// `micro_batch`: pictures through the network at once; `processes`: one per device.
MemoryEstimate estimate_memory(const VitConfig& sizes, const ComputeConfig& compute, std::int64_t micro_batch,
                               int processes);

}  // namespace jtp
