// SPDX-License-Identifier: Apache-2.0
// Several processes that use one store, and processes that end at the wrong moment.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "jtp/store/maintenance.h"
#include "tests/store/store_fixture.h"
#include "tests/support/random.h"

namespace jtp {
namespace {

using test::content;

// Runs `work` in a separate process; its exit code is 0 unless `work` throws.
pid_t in_process(const std::function<void()>& work) {
  const pid_t process = ::fork();
  if (process != 0) return process;
  int code = 0;
  try {
    work();
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    code = 1;
  }
  ::_exit(code);
}

int exit_code_of(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void put_pictures(const std::filesystem::path& file, int first, int count) {
  ScoreStore store(file);
  const ScorerId scorer = store.add_scorer(test::scorer_key(), "toy", test::four_tags());
  for (int i = first; i < first + count; ++i) {
    store.transaction([&] {
      store.put(scorer, test::facts(i), std::vector<float>(4, 0.5F), KeptScores::kFromFloor);
      store.put_file(test::settled(fmt::format("/p/{:06}.png", i)), content(i));
    });
  }
}

TEST(Processes, SeveralCreateAndFillOneStoreAtOnce) {
  const test::TemporaryFolder folder;
  const auto file = folder / "scores.sqlite";
  std::vector<pid_t> processes;
  for (int i = 0; i < 6; ++i)
    processes.push_back(in_process([&, i] { put_pictures(file, 1 + 100 * i, 150); }));
  for (const pid_t process : processes) EXPECT_EQ(exit_code_of(process), 0);
  const ScoreStore store(file);
  EXPECT_TRUE(check_store(store).empty());
  EXPECT_EQ(store_stats(store).pictures, 650);
  EXPECT_EQ(store_stats(store).scorers.size(), 1u);
}

// While another process creates the store, a reader sees either nothing or all of it.
TEST(Processes, CreationIsAtomicForConcurrentReaders) {
  const test::TemporaryFolder folder;
  for (int round = 0; round < 40; ++round) {
    const auto file = folder / fmt::format("{}.sqlite", round);
    std::vector<pid_t> processes;
    for (int i = 0; i < 4; ++i) processes.push_back(in_process([&] { const ScoreStore store(file); }));
    for (const pid_t process : processes) EXPECT_EQ(exit_code_of(process), 0);
  }
}

// After each kill, everything committed before is present, and nothing of the interrupted transaction.
TEST(Processes, AKilledWriterLeavesASoundStore) {
  const test::TemporaryFolder folder;
  const auto file = folder / "scores.sqlite";
  test::Random random(3);
  std::int64_t last = 0;
  for (int round = 0; round < 20; ++round) {
    const pid_t process = in_process([&] { put_pictures(file, 1 + round * 1000, 1'000'000); });
    ::usleep(static_cast<useconds_t>(random.below(60'000)));
    ::kill(process, SIGKILL);
    EXPECT_EQ(exit_code_of(process), 128 + SIGKILL);
    const ScoreStore store(file);
    ASSERT_TRUE(check_store(store).empty());
    const StoreStats stats = store_stats(store);
    EXPECT_EQ(stats.pictures, stats.files);
    EXPECT_GE(stats.pictures, last);
    last = stats.pictures;
  }
  EXPECT_GT(last, 0);
}

}  // namespace
}  // namespace jtp
