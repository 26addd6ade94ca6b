// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/run_folder.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

void write_checkpoint(const RunFolder& run, std::int64_t step, RunFolder::Rank rank, int keep = 2) {
  const fs::path folder = run.begin_checkpoint();
  test::write_text(folder / "model.safetensors", std::to_string(step));
  test::write_text(folder / "optimizer.safetensors", "");
  run.commit_checkpoint(step, rank, keep);
}

TEST(RunFolder, KeepsTheNewestCheckpointsAndTheBestModel) {
  const test::TemporaryFolder folder;
  const RunFolder run(folder / "run");
  EXPECT_FALSE(run.newest());
  write_checkpoint(run, 10, RunFolder::Rank::kBest);
  write_checkpoint(run, 20, RunFolder::Rank::kOrdinary);
  write_checkpoint(run, 30, RunFolder::Rank::kOrdinary);
  write_checkpoint(run, 40, RunFolder::Rank::kOrdinary);
  EXPECT_EQ(run.checkpoints(), (std::vector<std::int64_t>{10, 30, 40}));
  EXPECT_EQ(test::read_text(run.path() / "best" / "model.safetensors"), "10");
  EXPECT_EQ(test::read_text(run.path() / "last" / "model.safetensors"), "40");
  EXPECT_FALSE(fs::exists(run.checkpoint(10) / "optimizer.safetensors"));
  EXPECT_EQ(run.newest(), 40);
  write_checkpoint(run, 50, RunFolder::Rank::kBest);
  EXPECT_EQ(run.checkpoints(), (std::vector<std::int64_t>{40, 50}));
}

TEST(RunFolder, RemainsOfAKilledRunAreNotACheckpoint) {
  const test::TemporaryFolder folder;
  const RunFolder run(folder / "run");
  write_checkpoint(run, 10, RunFolder::Rank::kOrdinary);
  test::write_text(run.begin_checkpoint() / "optimizer.safetensors", "half");
  EXPECT_EQ(RunFolder(folder / "run").newest(), 10);
  EXPECT_TRUE(fs::is_empty(run.begin_checkpoint()));
}

TEST(RunFolder, TheSameStepMayBeWrittenAgain) {
  const test::TemporaryFolder folder;
  const RunFolder run(folder / "run");
  write_checkpoint(run, 10, RunFolder::Rank::kBest);
  write_checkpoint(run, 10, RunFolder::Rank::kOrdinary);
  EXPECT_EQ(run.checkpoints(), std::vector<std::int64_t>{10});
  EXPECT_EQ(run.newest(), 10);
}

}  // namespace
}  // namespace jtp
