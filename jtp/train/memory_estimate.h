// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/train/train_config.h"

namespace jtp {

// Peak memory of training on each device, in bytes (docs/training.md has the formulas).
struct MemoryEstimate {
  std::int64_t parameters = 0;  // y
  std::int64_t gradients = 0;
  std::int64_t optimizer = 0;    // z and v
  std::int64_t buckets = 0;      // gradients being sent to other processes
  std::int64_t converted = 0;    // bf16 copies of the weights
  std::int64_t activations = 0;  // kept between forward and backward pass, for a micro-batch
  std::int64_t transient = 0;    // of the current block
  std::int64_t program = 0;      // LibTorch itself

  std::int64_t total() const {
    return parameters + gradients + optimizer + buckets + converted + activations + transient + program;
  }
};

std::int64_t count_parameters(const VitConfig& sizes);

// `micro_batch`: pictures that go through the network together; `processes`: one per device.
MemoryEstimate estimate_memory(const VitConfig& sizes, const ComputeConfig& compute, std::int64_t micro_batch,
                               int processes);

}  // namespace jtp
