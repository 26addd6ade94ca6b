// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "jtp/review/plan.h"

namespace jtp {

// The records of a review file (docs/formats.md, "Review"): JSON, one on each line.

inline constexpr int kReviewVersion = 1;
inline constexpr std::size_t kMaxReviewName = 1024;  // bytes of a tag's or a reviewer's name
inline constexpr std::size_t kMaxMissedTags = 1000;  // added to one picture

// What one file may hold beside kMaxReviewSize, so that reading and reporting it takes seconds at most.
inline constexpr std::size_t kMaxReviewTags = 65'536;          // of a diverse review
inline constexpr std::size_t kMaxReviewQuestions = 2'000'000;  // likewise
inline constexpr std::size_t kMaxAnswerRecords = 100'000;
inline constexpr std::size_t kMaxReviewers = 100;

// The plan: the beginning of a file.
std::string plan_text(const ReviewPlan& plan);

// One line each, with its line end.
std::string answer_text(const ReviewAnswer& answer);
std::string undo_text(std::string_view reviewer, std::int64_t time);

struct ParsedReview {
  Review review;
  std::size_t answer_records = 0;   // those that were replaced or taken back included
  std::set<std::string> reviewers;  // likewise
  std::size_t complete_bytes = 0;   // of the text; behind them is a record that was never finished
};

// The review that `text` holds. The last line may be torn, as a crash while it was written leaves it: it is
// left out, because nobody was told that it had been kept. Throws Error kInvalidInput naming source and line
// for anything else that is no review; kUnsupported for a later version of the format, and beyond the limits
// above.
ParsedReview parse_review(std::string_view text, std::string_view source);

// Takes the answer into the review: where it replaces what its reviewer said before, that goes.
void add_answer(Review& review, ReviewAnswer answer);

// Takes back the reviewer's last answer; false where there is none.
bool undo_answer(Review& review, std::string_view reviewer);

// Throws Error kInvalidInput unless every question, picture and tag of the answer is there and no name is
// empty or long.
void check_answer(const ReviewPlan& plan, const ReviewAnswer& answer);

}  // namespace jtp
