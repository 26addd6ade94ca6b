// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/train/memory_estimate.h"

namespace jtp {

struct DryRunResult {
  std::int64_t parameters = 0;
  DeviceKind device =
      DeviceKind::kCpu;            // that was used: the configuration's, or the CPU where there is no GPU
  MemoryEstimate estimate;         // for what was run
  std::int64_t measured_peak = 0;  // bytes of the machine's memory that this process held
  double seconds_per_step = 0;     // of the second step
  double loss = 0;                 // of the second step, per picture
};

struct DryRun {
  int tags = 0;                  // K
  std::int64_t micro_batch = 1;  // instead of the configuration's
};

// Two steps of two micro-batches of random pictures through the network of a configuration, with gradients,
// clipping and optimiser, as training does it. Nothing is read or written.
DryRunResult dry_run(const TrainConfig& config, const DryRun& run);

}  // namespace jtp
