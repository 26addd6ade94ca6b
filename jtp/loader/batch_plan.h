// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace jtp {

// The place of this process among those that train together.
struct WorldPlace {
  int rank = 0;
  int world = 1;
};

// Positions [begin, end) of a stream or of a list of samples.
struct PositionRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
  bool operator==(const PositionRange&) const = default;
};

// The part of [0, count) for one process. Parts are contiguous, in the order of the ranks, and their sizes
// differ by at most one.
PositionRange part_of(std::int64_t count, WorldPlace place);

// Samples that go through the network together.
struct PlannedBatch {
  std::int64_t step = 0;  // of the optimiser; in a pass, the number of the batch
  int micro_batch = 0;    // in [0, micro_batches)
  int micro_batches = 1;  // of this process in this step
  PositionRange positions;
};

// Step s of a training run uses positions [s B, (s + 1) B) of the stream, whatever the number of processes.
// Each process uses its part_of() these, in micro-batches of at most `micro_batch`.
struct StepShape {
  std::int64_t global_batch = 512;  // B, samples per step
  std::int64_t micro_batch = 16;    // samples that go through the network together
};

// The batches of a process, in order.
class BatchPlan {
 public:
  // An endless run starting at `first_step`. Throws Error kUsage for sizes below 1, a rank outside the world,
  // and a world that is larger than the global batch.
  static BatchPlan training(const StepShape& shape, WorldPlace place, std::int64_t first_step);

  // One pass over this process's part of `samples`, in order.
  static BatchPlan pass(std::int64_t samples, std::int64_t batch, WorldPlace place);

  // Batch number n >= 0; nothing after the end of a pass.
  std::optional<PlannedBatch> at(std::int64_t n) const;

  std::int64_t largest_batch() const;  // pictures

 private:
  BatchPlan() = default;
  std::int64_t batches() const;               // in a step, or in the pass
  PositionRange piece(std::int64_t i) const;  // number i of them, in part_

  std::optional<std::int64_t> first_step_;  // for a training run
  std::int64_t global_batch_ = 0;           // for a training run
  PositionRange part_;                      // of a step, or of all samples
  std::int64_t batch_ = 1;
};

}  // namespace jtp
