// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/batch_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

// All positions of steps [first, first + steps), of all processes, sorted.
std::vector<std::int64_t> positions_of(const StepShape& shape, int world, std::int64_t first,
                                       std::int64_t steps) {
  std::vector<std::int64_t> positions;
  for (int rank = 0; rank < world; ++rank) {
    const BatchPlan plan = BatchPlan::training(shape, {rank, world}, first);
    std::int64_t n = 0;
    for (auto batch = plan.at(n); batch->step < first + steps; batch = plan.at(++n)) {
      EXPECT_LE(batch->positions.size(), plan.largest_batch());
      EXPECT_GT(batch->positions.size(), 0);
      for (std::int64_t p = batch->positions.begin; p < batch->positions.end; ++p) positions.push_back(p);
    }
  }
  std::sort(positions.begin(), positions.end());
  return positions;
}

TEST(BatchPlan, AnyNumberOfProcessesReadsTheSameStream) {
  for (const std::int64_t micro_batch : {1, 4, 5, 100}) {
    for (const int world : {1, 2, 3, 7}) {
      const auto positions = positions_of({.global_batch = 20, .micro_batch = micro_batch}, world, 5, 3);
      ASSERT_EQ(positions.size(), 60U) << world;
      for (std::size_t i = 0; i < positions.size(); ++i)
        EXPECT_EQ(positions[i], 100 + static_cast<std::int64_t>(i));
    }
  }
}

TEST(BatchPlan, ARestartWithAnotherWorldContinuesTheStream) {
  const StepShape shape{.global_batch = 12, .micro_batch = 5};
  auto positions = positions_of(shape, 2, 0, 4);
  const auto rest = positions_of(shape, 3, 4, 2);
  positions.insert(positions.end(), rest.begin(), rest.end());
  EXPECT_EQ(positions, positions_of(shape, 1, 0, 6));
}

TEST(BatchPlan, NamesStepAndMicroBatch) {
  const BatchPlan plan = BatchPlan::training({.global_batch = 10, .micro_batch = 2}, {1, 2}, 7);
  const auto last = plan.at(2);  // positions 75 to 80 in pieces of 2
  EXPECT_EQ(last->step, 7);
  EXPECT_EQ(last->micro_batch, 2);
  EXPECT_EQ(last->micro_batches, 3);
  EXPECT_EQ(last->positions, (PositionRange{79, 80}));
  EXPECT_EQ(plan.at(3)->step, 8);
  EXPECT_EQ(plan.at(3)->positions, (PositionRange{85, 87}));
}

TEST(BatchPlan, APassHasEverySampleExactlyOnce) {
  for (const int world : {1, 2, 3}) {
    std::int64_t next = 0;
    for (int rank = 0; rank < world; ++rank) {
      const BatchPlan plan = BatchPlan::pass(11, 4, {rank, world});
      std::int64_t n = 0;
      for (; const auto batch = plan.at(n); ++n) {
        EXPECT_EQ(batch->positions.begin, next);
        next = batch->positions.end;
      }
      EXPECT_FALSE(plan.at(n + 1));
    }
    EXPECT_EQ(next, 11);
  }
  EXPECT_FALSE(BatchPlan::pass(0, 4, {}).at(0));
}

TEST(BatchPlan, RefusesImpossibleNumbers) {
  const auto refuses = [](const char* part, const auto& action) {
    test::expect_error(ErrorKind::kUsage, part, action);
  };
  refuses("process 2 of 2", [] { BatchPlan::training({}, {2, 2}, 0); });
  refuses("process 0 of 0", [] { BatchPlan::pass(1, 1, {0, 0}); });
  refuses("5 processes cannot share 4", [] { BatchPlan::training({.global_batch = 4}, {0, 5}, 0); });
  refuses("micro-batches of 0", [] { BatchPlan::training({.micro_batch = 0}, {}, 0); });
  refuses("first step -1", [] { BatchPlan::training({}, {}, -1); });
  refuses("batches of 0", [] { BatchPlan::pass(1, 0, {}); });
}

}  // namespace
}  // namespace jtp
