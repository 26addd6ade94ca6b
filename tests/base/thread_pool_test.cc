// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/thread_pool.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace jtp {
namespace {

TEST(ThreadPool, VisitsEveryIndexOnceForAnyTeamSize) {
  for (const int threads : {1, 2, 3, 8}) {
    ThreadPool pool(threads);
    for (const int count : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> visits(static_cast<std::size_t>(count));
      pool.parallel_for(count, [&](std::int64_t i, int thread) {
        EXPECT_GE(thread, 0);
        EXPECT_LT(thread, threads);
        ++visits[static_cast<std::size_t>(i)];
      });
      for (const auto& n : visits) EXPECT_EQ(n, 1);
    }
  }
}

TEST(ThreadPool, RangesCoverEveryIndexOnceAndShortWorkStaysWithTheCaller) {
  ThreadPool pool(3);
  for (const int count : {0, 1, 9, 10, 11, 1000}) {
    std::vector<std::atomic<int>> visits(static_cast<std::size_t>(count));
    pool.parallel_ranges(count, 10, [&](std::int64_t begin, std::int64_t end, int thread) {
      EXPECT_LT(begin, end);
      EXPECT_LE(end - begin, 10);
      EXPECT_TRUE(count > 10 || thread == 0);
      for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
    });
    for (const auto& n : visits) EXPECT_EQ(n, 1);
  }
}

TEST(ThreadPool, RethrowsAnErrorAndCanBeUsedAgain) {
  ThreadPool pool(3);
  EXPECT_THROW(pool.parallel_for(100,
                                 [](std::int64_t i, int) {
                                   if (i == 17) throw std::runtime_error("17");
                                 }),
               std::runtime_error);
  std::atomic<int> sum{0};
  pool.parallel_for(10, [&](std::int64_t i, int) { sum += static_cast<int>(i); });
  EXPECT_EQ(sum, 45);
}

TEST(ThreadPool, ManyShortRoundsLoseNoIndex) {
  ThreadPool pool(4);
  std::atomic<int> visits{0};
  for (int round = 0; round < 2000; ++round) pool.parallel_for(4, [&](std::int64_t, int) { ++visits; });
  EXPECT_EQ(visits, 8000);
}

TEST(AvailableCpus, FollowsTheAffinityMask) {
  cpu_set_t before;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(available_cpus(), 1);
  ::sched_setaffinity(0, sizeof before, &before);
  EXPECT_GE(available_cpus(), 1);
}

}  // namespace
}  // namespace jtp
