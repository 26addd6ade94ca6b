// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace jtp {

// Where this process stands among those that work together.
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

// The part of [0, count) that belongs to one process: parts are contiguous, in the order of the ranks, and
// differ by one at most.
PositionRange part_of(std::int64_t count, WorldPlace place);

// What goes through the network at once.
struct PlannedBatch {
  std::int64_t step = 0;  // of the optimiser; in a pass the number of the batch
  int micro_batch = 0;    // in [0, micro_batches)
  int micro_batches = 1;  // that this process has in this step
  PositionRange positions;
};

// Step s of a training run takes positions [s B, (s + 1) B) of the stream, whatever the number of processes:
// each takes its part_of() them, in micro-batches of at most `micro_batch`.
struct StepShape {
  std::int64_t global_batch = 512;  // B, samples a step
  std::int64_t micro_batch = 16;    // samples through the network at once
};

// Which batches a process has, in their order.
class BatchPlan {
 public:
  // An endless run from `first_step` on. Throws Error kUsage for sizes below 1, a rank outside of the world,
  // and a world that is larger than the global batch.
  static BatchPlan training(const StepShape& shape, WorldPlace place, std::int64_t first_step);

  // One pass over this process's part of `samples`, in their order.
  static BatchPlan pass(std::int64_t samples, std::int64_t batch, WorldPlace place);

  // The n-th batch, n >= 0; nothing after the end of a pass.
  std::optional<PlannedBatch> at(std::int64_t n) const;

  std::int64_t largest_batch() const;  // pictures

 private:
  BatchPlan() = default;
  std::int64_t batches() const;               // of a step, or of the pass
  PositionRange piece(std::int64_t i) const;  // the i-th of them, in part_

  std::optional<std::int64_t> first_step_;  // of a training run
  std::int64_t global_batch_ = 0;           // of a training run
  PositionRange part_;                      // of a step, or of all samples
  std::int64_t batch_ = 1;
};

}  // namespace jtp
