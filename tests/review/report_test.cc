// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/review/small_review.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

// 48 questions and a repeat: wolf is right above 0.2, red_fur only above 0.5.
Review answered_review() {
  Review review{small_plan(49), {}};
  for (int i = 0; i < 49; ++i) {
    const ReviewQuestion& question = review.plan.questions[static_cast<std::size_t>(i)];
    const bool is_there = question.band > (question.tag == 0 ? 0 : 1);
    review.answers.push_back(answer_to(i, is_there ? ReviewVerdict::kYes : ReviewVerdict::kNo));
  }
  return review;
}

TEST(ReviewReport, ReportsHowOftenEachTagIsRight) {
  const ReviewReport report = make_report(answered_review(), {});
  EXPECT_EQ(report.counts.questions, 48);
  EXPECT_EQ(report.counts.yes, 24);
  EXPECT_EQ(report.counts.no, 24);
  ASSERT_TRUE(report.all.right);
  EXPECT_DOUBLE_EQ(report.all.right->point, 0.75);  // 3 of the 4 hundreds above the threshold
  EXPECT_DOUBLE_EQ(report.all.overlooked->point, 0);
  ASSERT_EQ(report.tags.size(), 2U);
  EXPECT_EQ(report.tags[0].name, "red_fur");  // the least reliable tag first
  EXPECT_EQ(report.tags[0].category, "general");
  EXPECT_DOUBLE_EQ(report.tags[0].right->point, 0.5);
  EXPECT_DOUBLE_EQ(report.tags[1].right->point, 1);
  EXPECT_EQ(report.tags[1].answers, 24);
  ASSERT_EQ(report.categories.size(), 2U);
  EXPECT_EQ(report.categories[0].name, "general");
  ASSERT_EQ(report.bands.size(), 3U);
  EXPECT_EQ(report.bands[1].cells, 200);
  EXPECT_DOUBLE_EQ(report.bands[1].present->point, 0.5);
  EXPECT_EQ(report.bands[2].up_to, 1);
}

TEST(ReviewReport, SuggestsThresholdsAndWritesTheConfirmedOnes) {
  const ReviewReport report = make_report(answered_review(), {.precision = 0.7});
  ASSERT_TRUE(report.tags[0].advice);
  EXPECT_EQ(report.tags[0].advice->threshold, 0.5F);  // the other half has 4 of 4 right: the lower end is
                                                      // 0.71
  EXPECT_TRUE(report.tags[0].advice->is_confirmed);
  ASSERT_TRUE(report.tags[1].advice);
  EXPECT_EQ(report.tags[1].advice->threshold, 0.2F);
  EXPECT_EQ(thresholds_csv(report), "tag,threshold\nred_fur,0.5\nwolf,0.2\n");
  EXPECT_EQ(thresholds_csv(make_report(answered_review(), {.precision = 0.99})), "tag,threshold\n");
  expect_error(ErrorKind::kUsage, "between 0 and 1",
               [] { make_report(answered_review(), {.precision = 1}); });
}

TEST(ReviewReport, SuggestsNothingFromFewAnswers) {
  Review review = answered_review();
  review.answers.resize(18);  // nine for each tag
  const ReviewReport report = make_report(review, {});
  EXPECT_EQ(report.tags[0].answers, 9);
  EXPECT_FALSE(report.tags[0].advice);
  EXPECT_TRUE(report.tags[0].right);
  EXPECT_TRUE(report.all.advice);
}

TEST(ReviewReport, CountsAgreementWithinAndBetweenReviewers) {
  Review review{small_plan(7), {}};
  review.answers = {answer_to(0, ReviewVerdict::kYes), answer_to(6, ReviewVerdict::kNo),
                    answer_to(0, ReviewVerdict::kYes, "ben"), answer_to(1, ReviewVerdict::kNo),
                    answer_to(1, ReviewVerdict::kUnsure, "ben")};
  const ReviewReport report = make_report(review, {});
  EXPECT_EQ(report.repeated.pairs(), 1);
  EXPECT_EQ(report.repeated.same(), 0);
  EXPECT_EQ(report.between.pairs(), 1);
  EXPECT_EQ(report.between.same(), 1);
}

TEST(ReviewReport, GivesNoFiguresForADiverseSample) {
  Review review{small_diverse_plan(), {}};
  review.answers = {{.reviewer = "a",
                     .verdicts = {{0, ReviewVerdict::kNo}, {1, ReviewVerdict::kYes}},
                     .picture = 0,
                     .missed = {"red_fur"}}};
  const ReviewReport report = make_report(review, {});
  EXPECT_FALSE(report.all.right);
  EXPECT_TRUE(report.tags.empty());
  ASSERT_EQ(report.wrong.size(), 1U);
  EXPECT_EQ(report.wrong[0].tag, "wolf");
  EXPECT_EQ(report.wrong[0].score, 0.9F);
  ASSERT_EQ(report.missed.size(), 1U);
  EXPECT_EQ(report.missed[0].tag, "red_fur");
  EXPECT_TRUE(share_so_far(review, 10).empty());
}

TEST(ReviewReport, TracksTheShareFromAnswerToAnswer) {
  const Review review = answered_review();
  const auto points = share_so_far(review, 100);
  ASSERT_EQ(points.size(), 49U);
  EXPECT_FALSE(points[0].share);
  EXPECT_FALSE(points[3].share);  // two answers above the threshold
  ASSERT_TRUE(points[4].share);
  EXPECT_EQ(points[48].share->point, make_report(review, {}).all.right->point);
  EXPECT_LT(points[48].share->high - points[48].share->low, points[4].share->high - points[4].share->low);
  const auto few = share_so_far(review, 7);
  ASSERT_EQ(few.size(), 7U);
  EXPECT_EQ(few[0].answers, 7);
  EXPECT_EQ(few[6].answers, 49);
  EXPECT_EQ(few[6].share->low, points[48].share->low);
}

TEST(ReviewReport, IsOneJsonObject) {
  const Review review = answered_review();
  const Json json = Json::parse(report_json(review, make_report(review, {})));
  EXPECT_EQ(json["kind"], "measured");
  EXPECT_EQ(json["all"]["right"]["point"], 0.75);
  EXPECT_EQ(json["tags"][0]["advice"]["confirmed"], true);
  EXPECT_EQ(json["repeated"]["kappa"], nullptr);
  const Review empty{small_plan(7), {}};
  EXPECT_EQ(Json::parse(report_json(empty, make_report(empty, {})))["all"]["right"], nullptr);
}

}  // namespace
}  // namespace jtp::test
