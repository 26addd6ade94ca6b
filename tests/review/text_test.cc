// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/text.h"

#include <gtest/gtest.h>

#include "tests/review/small_review.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ReviewText, ReadsBackWhatItWrites) {
  for (const ReviewPlan& plan : {small_plan(7), small_diverse_plan()}) {
    const std::string text = plan_text(plan);
    const ParsedReview parsed = parse_review(text, "r");
    EXPECT_EQ(parsed.complete_bytes, text.size());
    EXPECT_EQ(plan_text(parsed.review.plan), text);
    EXPECT_EQ(parsed.review.plan.questions.size(), plan.questions.size());
    EXPECT_EQ(parsed.review.plan.threshold, plan.threshold);
  }
  EXPECT_NE(plan_text(small_plan(2)).find("\"threshold\":0.2,"), std::string::npos);  // not 0.2000000029
}

TEST(ReviewText, KeepsTheLastAnswerToAQuestionAndDropsUndoneOnes) {
  std::string text = plan_text(small_plan(6));
  text += answer_text(answer_to(0, ReviewVerdict::kYes));
  text += answer_text(answer_to(1, ReviewVerdict::kNo));
  text += answer_text(answer_to(0, ReviewVerdict::kUnsure));
  text += answer_text(answer_to(0, ReviewVerdict::kNo, "ben"));
  text += answer_text(answer_to(2, ReviewVerdict::kSkip));
  text += undo_text("anna", 1);
  const Review review = parse_review(text, "r").review;
  ASSERT_EQ(review.answers.size(), 3U);
  EXPECT_EQ(verdict_of(review, "anna", 0), ReviewVerdict::kUnsure);
  EXPECT_EQ(verdict_of(review, "anna", 1), ReviewVerdict::kNo);
  EXPECT_EQ(verdict_of(review, "anna", 2), std::nullopt);
  EXPECT_EQ(verdict_of(review, "ben", 0), ReviewVerdict::kNo);
  EXPECT_EQ(reviewers(review), (std::vector<std::string>{"anna", "ben"}));
}

TEST(ReviewText, AnswersAWholePictureInOneRecord) {
  const ReviewAnswer answer{.reviewer = "anna",
                            .time = 5,
                            .verdicts = {{0, ReviewVerdict::kYes}, {1, ReviewVerdict::kNo}},
                            .picture = 0,
                            .missed = {"red_fur", "tail \"\\"}};
  const std::string text = plan_text(small_diverse_plan()) + answer_text(answer);
  const Review review = parse_review(text, "r").review;
  ASSERT_EQ(review.answers.size(), 1U);
  EXPECT_EQ(review.answers[0], answer);
}

TEST(ReviewText, IgnoresATornLastRecord) {
  const std::string plan = plan_text(small_plan(6));
  const std::string first = answer_text(answer_to(0, ReviewVerdict::kYes));
  const std::string second = answer_text(answer_to(1, ReviewVerdict::kNo));
  for (std::size_t torn = 0; torn < second.size(); ++torn) {
    const ParsedReview parsed = parse_review(plan + first + second.substr(0, torn), "r");
    EXPECT_EQ(parsed.review.answers.size(), 1U) << torn;
    EXPECT_EQ(parsed.complete_bytes, plan.size() + first.size()) << torn;
  }
  // A file system may have extended the file before the bytes arrived.
  EXPECT_EQ(parse_review(plan + first + std::string(40, '\0') + "\n", "r").complete_bytes,
            plan.size() + first.size());
  EXPECT_EQ(parse_review(plan + first + second, "r").review.answers.size(), 2U);
}

TEST(ReviewText, NamesAMalformedLine) {
  const std::string plan = plan_text(small_plan(6));  // 15 lines
  const std::string answer = answer_text(answer_to(0, ReviewVerdict::kYes));
  const auto expect = [&](std::string_view part, const std::string& text) {
    expect_error(ErrorKind::kInvalidInput, part, [&] { parse_review(text, "r.jsonl"); });
  };
  expect("r.jsonl:16: not a JSON object", plan + "{\n" + answer);
  expect("r.jsonl:16: not a JSON object", plan + "3\n" + answer);
  expect("r.jsonl:16: record is missing", plan + "{}\n");
  expect("unknown kind", plan + "{\"record\":\"x\"}\n");
  expect("the first record must be of the kind \"review\"", answer);
  expect("r.jsonl:0: not a review", "");
  expect("question must be a whole number from 0 to 5",
         plan + replaced(answer, "\"question\":0", "\"question\":6"));
  expect("question must be a whole number",
         plan + replaced(answer, "\"question\":0", "\"question\":18446744073709551615"));
  expect("a verdict must be yes, no, unsure or skip", plan + replaced(answer, "yes", "perhaps"));
  expect("the name of the reviewer is empty", plan + replaced(answer, "anna", ""));
  expect("reviewer must be a string", plan + replaced(answer, "\"anna\"", "3"));
  expect("threshold must be a number from 0 to 1", replaced(plan, "\"threshold\":0.2", "\"threshold\":2"));
  expect("bands must ascend", replaced(plan, "0.05,0.2,0.5", "0.5,0.2,0.05"));
  expect("kind must be measured or diverse", replaced(plan, "measured", "other"));
  expect("cells must have one value per band", replaced(plan, "[100,100,100]", "[100]"));
  expect("picture must be a whole number", replaced(plan, "\"picture\":3", "\"picture\":6"));
  expect("repeats must be a whole number", replaced(plan, "\"repeats\":0", "\"repeats\":5"));
  expect_error(ErrorKind::kUnsupported, "version 2",
               [&] { parse_review(replaced(plan, "\"version\":1", "\"version\":2"), "r"); });
}

TEST(ReviewText, HasLimits) {
  std::string text = plan_text(small_plan(6));
  const auto expect = [&](std::string_view part, const std::string& more) {
    expect_error(ErrorKind::kUnsupported, part, [&] { parse_review(more, "r"); });
  };
  std::string tags = text, answers = text;
  for (int i = 0; i < kMaxReviewSize; ++i)
    tags += R"({"record":"tag","name":"x","category":"general","cells":[]})"
            "\n";
  expect("more than 10000 records of this kind", tags);
  for (std::size_t i = 0; i <= kMaxReviewers; ++i) {
    answers += answer_text(answer_to(0, ReviewVerdict::kYes, "reviewer " + std::to_string(i)));
  }
  expect("100 reviewers", answers);
}

TEST(CheckAnswer, RefusesAnswersThatDoNotFitThePlan) {
  const ReviewPlan plan = small_diverse_plan();
  const auto expect = [&](std::string_view part, const ReviewAnswer& answer) {
    expect_error(ErrorKind::kInvalidInput, part, [&] { check_answer(plan, answer); });
  };
  expect("question 3 does not exist; the review has 3",
         {.reviewer = "a", .verdicts = {{3, ReviewVerdict::kYes}}});
  expect("question -1 does not exist", {.reviewer = "a", .verdicts = {{-1, ReviewVerdict::kYes}}});
  expect("not about picture 1", {.reviewer = "a", .verdicts = {{0, ReviewVerdict::kYes}}, .picture = 1});
  expect("question 0 occurs twice",
         {.reviewer = "a", .verdicts = {{0, ReviewVerdict::kYes}, {0, ReviewVerdict::kNo}}, .picture = 0});
  expect("picture 2 does not exist", {.reviewer = "a", .verdicts = {}, .picture = 2});
  expect("must have exactly one verdict", {.reviewer = "a", .verdicts = {}});
  expect("each with a name", {.reviewer = "a", .verdicts = {}, .picture = 0, .missed = {""}});
  check_answer(plan, {.reviewer = "a", .verdicts = {}, .picture = 1});
}

}  // namespace
}  // namespace jtp::test
