// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/batch_plan.h"

#include <algorithm>

#include "jtp/base/error.h"

namespace jtp {
namespace {

void check(WorldPlace place) {
  if (place.world < 1 || place.rank < 0 || place.rank >= place.world)
    fail(ErrorKind::kUsage, "impossible process {} of {}", place.rank, place.world);
}

}  // namespace

PositionRange part_of(std::int64_t count, WorldPlace place) {
  const std::int64_t share = count / place.world;
  const std::int64_t left = count % place.world;  // the first ranks get one more
  const auto begin = [&](std::int64_t rank) { return share * rank + std::min(rank, left); };
  return {begin(place.rank), begin(place.rank + 1)};
}

BatchPlan BatchPlan::training(const StepShape& shape, WorldPlace place, std::int64_t first_step) {
  check(place);
  if (shape.global_batch < place.world)
    fail(ErrorKind::kUsage, "{} processes cannot share {} samples per step", place.world, shape.global_batch);
  if (shape.micro_batch < 1 || first_step < 0)
    fail(ErrorKind::kUsage, "impossible micro-batches of {} samples or first step {}", shape.micro_batch,
         first_step);
  BatchPlan plan;
  plan.first_step_ = first_step;
  plan.global_batch_ = shape.global_batch;
  plan.part_ = part_of(shape.global_batch, place);
  plan.batch_ = shape.micro_batch;
  return plan;
}

BatchPlan BatchPlan::pass(std::int64_t samples, std::int64_t batch, WorldPlace place) {
  check(place);
  if (samples < 0 || batch < 1)
    fail(ErrorKind::kUsage, "impossible pass over {} samples in batches of {}", samples, batch);
  BatchPlan plan;
  plan.part_ = part_of(samples, place);
  plan.batch_ = batch;
  return plan;
}

std::int64_t BatchPlan::batches() const { return (part_.size() + batch_ - 1) / batch_; }

PositionRange BatchPlan::piece(std::int64_t i) const {
  const std::int64_t begin = part_.begin + i * batch_;
  return {begin, std::min(begin + batch_, part_.end)};
}

std::optional<PlannedBatch> BatchPlan::at(std::int64_t n) const {
  if (!first_step_) {
    if (n >= batches()) return std::nullopt;
    return PlannedBatch{.step = n, .micro_batch = 0, .micro_batches = 1, .positions = piece(n)};
  }
  PlannedBatch planned{.step = *first_step_ + n / batches(),
                       .micro_batch = static_cast<int>(n % batches()),
                       .micro_batches = static_cast<int>(batches()),
                       .positions = piece(n % batches())};
  planned.positions.begin += planned.step * global_batch_;
  planned.positions.end += planned.step * global_batch_;
  return planned;
}

std::int64_t BatchPlan::largest_batch() const { return std::min(batch_, part_.size()); }

}  // namespace jtp
