// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/verdict_log.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "jtp/review/text.h"
#include "tests/review/small_review.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

class VerdictLogTest : public ::testing::Test {
 protected:
  VerdictLogTest() { write_review(file_, small_plan(30)); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "review.jsonl";
};

TEST_F(VerdictLogTest, KeepsAnswersAndUndoesThem) {
  {
    VerdictLog log(file_);
    EXPECT_FALSE(log.undo("anna", 1));
    log.add(answer_to(0, ReviewVerdict::kYes));
    log.add(answer_to(1, ReviewVerdict::kNo));
    log.add(answer_to(2, ReviewVerdict::kNo, "ben"));
    EXPECT_TRUE(log.undo("anna", 2));
    EXPECT_EQ(log.review().answers.size(), 2U);
  }
  const Review review = read_review(file_);
  ASSERT_EQ(review.answers.size(), 2U);
  EXPECT_EQ(review.answers[0], answer_to(0, ReviewVerdict::kYes));
  EXPECT_EQ(review.answers[1], answer_to(2, ReviewVerdict::kNo, "ben"));
  VerdictLog again(file_);
  again.add(answer_to(1, ReviewVerdict::kUnsure));
  EXPECT_EQ(read_review(file_).answers.size(), 3U);
}

TEST_F(VerdictLogTest, OnlyAppends) {
  VerdictLog log(file_);
  std::string before = read_text(file_);
  for (int i = 0; i < 5; ++i) {
    log.add(answer_to(i, ReviewVerdict::kYes));
    if (i == 3) log.undo("anna", 9);
    const std::string after = read_text(file_);
    EXPECT_EQ(after.substr(0, before.size()), before);
    EXPECT_GT(after.size(), before.size());
    before = after;
  }
}

TEST_F(VerdictLogTest, AcknowledgesNothingThatCannotBeReadAgain) {
  VerdictLog log(file_);
  for (std::size_t i = 0; i < kMaxReviewers; ++i)
    log.add(answer_to(0, ReviewVerdict::kYes, "reviewer " + std::to_string(i)));
  log.undo("reviewer 0", 9);  // its record stays in the file
  const std::string before = read_text(file_);
  expect_error(ErrorKind::kUnsupported, "full (100 answers of 100 reviewers)",
               [&] { log.add(answer_to(0, ReviewVerdict::kYes, "one more")); });
  EXPECT_EQ(read_text(file_), before);
  log.add(answer_to(1, ReviewVerdict::kNo, "reviewer 0"));
  EXPECT_EQ(read_review(file_).answers.size(), kMaxReviewers);
}

TEST_F(VerdictLogTest, RemovesATornRecordAndContinues) {
  { VerdictLog(file_).add(answer_to(0, ReviewVerdict::kYes)); }
  const std::string whole = read_text(file_);
  write_text(file_, whole + "{\"record\":\"answer\",\"reviewer\":\"an");
  EXPECT_EQ(read_review(file_).answers.size(), 1U);
  VerdictLog log(file_);
  EXPECT_EQ(read_text(file_), whole);
  log.add(answer_to(1, ReviewVerdict::kNo));
  EXPECT_EQ(read_review(file_).answers.size(), 2U);
}

TEST_F(VerdictLogTest, HasOneWriterAndAnyNumberOfReaders) {
  VerdictLog log(file_);
  expect_error(ErrorKind::kIo, "another jtp is answering this review", [&] { VerdictLog second(file_); });
  EXPECT_EQ(read_review(file_).plan.questions.size(), 30U);
  log.add(answer_to(0, ReviewVerdict::kYes));
}

TEST_F(VerdictLogTest, RefusesOtherFiles) {
  write_text(folder_ / "empty", "");
  expect_error(ErrorKind::kInvalidInput, "not a review", [&] { VerdictLog log(folder_ / "empty"); });
  expect_error(ErrorKind::kNotFound, "missing", [&] { VerdictLog log(folder_ / "missing"); });
  expect_error(ErrorKind::kIo, "", [&] { VerdictLog log(folder_.path()); });
  expect_error(ErrorKind::kUsage, "never overwritten", [&] { write_review(file_, small_plan(3)); });
  VerdictLog log(file_);
  const std::string before = read_text(file_);
  expect_error(ErrorKind::kInvalidInput, "question 30 does not exist",
               [&] { log.add(answer_to(30, ReviewVerdict::kYes)); });
  EXPECT_EQ(read_text(file_), before);
  EXPECT_TRUE(log.review().answers.empty());
}

// A process answers until it is killed and reports through a pipe which answers were acknowledged.
TEST_F(VerdictLogTest, LosesNoAcknowledgedAnswerToAKill) {
  for (int round = 0; round < 5; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      VerdictLog log(file_);
      for (int i = 0;; ++i) {
        ReviewAnswer answer = answer_to(i % 30, ReviewVerdict::kYes, "r" + std::to_string(round));
        answer.time = i;
        log.add(answer);
        if (::write(pipe_ends[1], "x", 1) != 1) ::_exit(1);
      }
    }
    ::close(pipe_ends[1]);
    std::size_t acknowledged = 0;
    char bytes[16];
    while (acknowledged < 20 + static_cast<std::size_t>(round)) {
      const ssize_t got = ::read(pipe_ends[0], bytes, 1);
      ASSERT_EQ(got, 1);
      ++acknowledged;
    }
    ::kill(child, SIGKILL);
    while (::read(pipe_ends[0], bytes, 1) == 1) ++acknowledged;
    ::close(pipe_ends[0]);
    ::waitpid(child, nullptr, 0);
    const Review review = read_review(file_);
    std::size_t kept = 0;
    for (const ReviewAnswer& answer : review.answers) {
      if (answer.reviewer == "r" + std::to_string(round)) {
        kept = std::max(kept, static_cast<std::size_t>(answer.time) + 1);
      }
    }
    EXPECT_GE(kept, acknowledged);
    EXPECT_LE(kept, acknowledged + 1);  // one more may be stored but not yet acknowledged
  }
}

}  // namespace
}  // namespace jtp::test
