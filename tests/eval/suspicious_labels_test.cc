// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/suspicious_labels.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(SuspiciousLabels, FindsContradictionsOfLabelsAndModel) {
  const std::vector<int> tags = {0, 1, 3};
  SuspiciousLabels suspicious(4, tags);
  const std::vector<TagScore> scores = {{0, 0.875F}, {1, 0.25F}, {2, 1.0F}};
  const std::vector<std::int16_t> labels = {1, 3};
  suspicious.add({.key = 0, .scores = scores, .labels = labels}, 17);
  const auto missing = suspicious.worst(Suspicion::kMissing, 10);
  ASSERT_EQ(missing.size(), 1U) << "tag 2 is not looked at";
  EXPECT_EQ(missing[0].tag, 0);
  EXPECT_EQ(missing[0].picture, 17);
  EXPECT_EQ(missing[0].score, 0.875F);
  const auto wrong = suspicious.worst(Suspicion::kWrong, 10);
  ASSERT_EQ(wrong.size(), 2U);
  EXPECT_EQ(wrong[0].tag, 3);  // without a score
  EXPECT_EQ(wrong[0].score, 0);
  EXPECT_EQ(wrong[1].tag, 1);
  EXPECT_EQ(wrong[1].score, 0.25F);
  EXPECT_EQ(suspicious.worst(Suspicion::kWrong, 1).size(), 1U);
}

TEST(SuspiciousLabels, KeepsTheWorstOfEachTag) {
  const std::vector<int> tags = {0, 1};
  SuspiciousLabels suspicious(2, tags);
  for (int i = 0; i < 100; ++i) {
    const std::vector<TagScore> scores = {{0, 0.5F + 0.25F * static_cast<float>(i % 50) / 50}, {1, 0.1F}};
    suspicious.add({.key = 0, .scores = scores, .labels = {}}, i);
  }
  const auto missing = suspicious.worst(Suspicion::kMissing, 100);
  ASSERT_EQ(missing.size(), 2 * SuspiciousLabels::kPerTag);
  EXPECT_EQ(missing[0].picture, 49);
  EXPECT_EQ(missing[1].picture, 99);
  EXPECT_EQ(missing[2].score, 0.5F + 0.25F * 48.0F / 50);
  EXPECT_EQ(missing[3].tag, 1);
}

}  // namespace
}  // namespace jtp
