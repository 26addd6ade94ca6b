// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/expiring_map.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace jtp::test {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<int> number(int value) { return std::make_shared<int>(value); }

TEST(ExpiringMap, FindsEachValueByItsName) {
  ExpiringMap<int> map(1h, 100);
  const std::string a = map.put(number(1), 10);
  const std::string b = map.put(number(2), 10);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.size(), 32u);
  EXPECT_EQ(*map.find(a), 1);
  EXPECT_EQ(*map.find(b), 2);
  EXPECT_EQ(map.find("0"), nullptr);
}

TEST(ExpiringMap, DropsTheLeastRecentlyUsedValueToMakeRoom) {
  ExpiringMap<int> map(1h, 30);
  const std::string a = map.put(number(1), 10);
  const std::string b = map.put(number(2), 10);
  map.find(a);
  map.put(number(3), 15);
  EXPECT_EQ(map.find(b), nullptr);
  EXPECT_NE(map.find(a), nullptr);
  const std::string huge = map.put(number(4), 31);
  EXPECT_EQ(map.find(huge), nullptr);
  EXPECT_EQ(map.size(), 0u);
}

TEST(ExpiringMap, ForgetsExpiredAndTakenValues) {
  ExpiringMap<int> map(20ms, 100);
  const std::string a = map.put(number(1), 1);
  EXPECT_EQ(*map.take(a), 1);
  EXPECT_EQ(map.take(a), nullptr);
  const std::string b = map.put(number(2), 1);
  std::this_thread::sleep_for(30ms);
  map.expire();
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(map.find(b), nullptr);
}

TEST(RandomId, NamesDoNotRepeat) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(random_id());
  EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace jtp::test
