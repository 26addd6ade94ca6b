// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace jtp {
namespace {

TEST(BoundedQueue, GivesItemsInTheOrderOfArrival) {
  BoundedQueue<std::unique_ptr<int>> queue(3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.push(std::make_unique<int>(i)));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(**queue.pop(), i);
}

TEST(BoundedQueue, OnceClosedAcceptsNoItemsButCanBeDrained) {
  BoundedQueue<int> queue(2);
  queue.push(7);
  queue.close();
  EXPECT_FALSE(queue.push(8));
  EXPECT_EQ(queue.pop(), 7);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, NeverExceedsItsCapacity) {
  BoundedQueue<int> queue(2);
  std::atomic<int> pushed = 0;
  std::jthread producer([&] {
    for (int i = 0; i < 10; ++i) {
      queue.push(i);
      ++pushed;
    }
  });
  for (int popped = 0; popped < 10; ++popped) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_LE(pushed, popped + 2);
    EXPECT_EQ(queue.pop(), popped);
  }
}

TEST(BoundedQueue, ClosingWakesWaitingThreadsOnBothEnds) {
  BoundedQueue<int> full(1);
  BoundedQueue<int> empty(1);
  full.push(1);
  std::jthread producer([&] { EXPECT_FALSE(full.push(2)); });
  std::jthread consumer([&] { EXPECT_EQ(empty.pop(), std::nullopt); });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  full.close();
  empty.close();
}

}  // namespace
}  // namespace jtp
