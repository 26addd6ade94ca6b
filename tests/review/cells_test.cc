// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/cells.h"

#include <gtest/gtest.h>

#include "tests/review/small_review.h"

namespace jtp::test {
namespace {

TEST(ReviewedCells, AverageReviewersAndIgnoreRepeatsAndSkips) {
  Review review{small_plan(7), {}};
  review.answers = {answer_to(0, ReviewVerdict::kYes), answer_to(0, ReviewVerdict::kUnsure, "ben"),
                    answer_to(1, ReviewVerdict::kNo), answer_to(2, ReviewVerdict::kSkip),
                    answer_to(6, ReviewVerdict::kNo)};  // 6 repeats 0
  const auto cells = reviewed_cells(review);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].question, 0);
  EXPECT_EQ(cells[0].positive, 0.75);
  EXPECT_EQ(cells[0].weight, 12.5);
  EXPECT_EQ(cells[1].positive, 0);
  EXPECT_EQ(cells[1].tag, 1);
  EXPECT_EQ(cells[1].picture, 1);
}

TEST(TagFacts, FollowTheMajorityOfReviewers) {
  Review review{small_diverse_plan(), {}};
  const auto about = [](const std::string& reviewer, ReviewVerdict wolf, ReviewVerdict solo,
                        std::vector<std::string> missed) {
    return ReviewAnswer{
        .reviewer = reviewer, .verdicts = {{0, wolf}, {1, solo}}, .picture = 0, .missed = std::move(missed)};
  };
  review.answers = {about("a", ReviewVerdict::kYes, ReviewVerdict::kNo, {"Red Fur"}),
                    about("b", ReviewVerdict::kYes, ReviewVerdict::kYes, {}),
                    about("c", ReviewVerdict::kNo, ReviewVerdict::kSkip, {"red_fur"})};
  const auto facts = tag_facts(review);
  ASSERT_EQ(facts.size(), 2U);  // solo: one against one
  EXPECT_EQ(facts[0].tag, "red_fur");
  EXPECT_TRUE(facts[0].is_present);
  EXPECT_EQ(facts[1].tag, "wolf");
  EXPECT_TRUE(facts[1].is_present);
}

TEST(TagFacts, AReviewerAskedTwiceCountsOnce) {
  Review review{small_diverse_plan(), {}};
  review.plan.questions.push_back(review.plan.questions[0]);
  review.plan.questions.back().repeats = 0;
  const int repeat = static_cast<int>(review.plan.questions.size()) - 1;
  review.answers = {{.reviewer = "a", .verdicts = {{0, ReviewVerdict::kYes}}},
                    {.reviewer = "a", .verdicts = {{repeat, ReviewVerdict::kYes}}},
                    {.reviewer = "b", .verdicts = {{0, ReviewVerdict::kNo}}}};
  EXPECT_TRUE(tag_facts(review).empty());
}

TEST(TagFacts, FormATableWithTheMd5OfBoorus) {
  Review review{small_diverse_plan(), {}};
  review.answers = {{.reviewer = "a", .verdicts = {{0, ReviewVerdict::kNo}}, .picture = 0, .missed = {}},
                    {.reviewer = "a", .verdicts = {{2, ReviewVerdict::kYes}}, .picture = 1, .missed = {}}};
  const std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(facts_csv(review), "sha256,md5,path,tag,verdict\n" + a + ",,\"/pictures/a, b.png\",wolf,no\n" +
                                   b +
                                   ",0123456789abcdef0123456789abcdef,"
                                   "/pictures/0123456789abcdef0123456789abcdef.jpg,solo,yes\n");
}

}  // namespace
}  // namespace jtp::test
