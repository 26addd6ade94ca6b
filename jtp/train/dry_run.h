// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/train/memory_estimate.h"

namespace jtp {

struct DryRunResult {
  std::int64_t parameters = 0;
  DeviceKind device = DeviceKind::kCpu;  // the device used: the configured one, or the CPU if there is no GPU
  MemoryEstimate estimate;               // for this run
  std::int64_t measured_peak = 0;        // peak memory of this process, in bytes of host memory
  double seconds_per_step = 0;           // of the second step
  double loss = 0;                       // of the second step, per picture
};

struct DryRun {
  int tags = 0;                  // K
  std::int64_t micro_batch = 1;  // overrides the configuration
};

// Trains two steps of two micro-batches of random pictures with the configured network, including gradients,
// clipping and optimiser. Reads and writes no files.
DryRunResult dry_run(const TrainConfig& config, const DryRun& run);

}  // namespace jtp
