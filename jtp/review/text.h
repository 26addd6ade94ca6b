// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "jtp/review/plan.h"

namespace jtp {

// The records of a review file (docs/formats.md, "Review"): one JSON object per line.

inline constexpr int kReviewVersion = 1;
inline constexpr std::size_t kMaxReviewName = 1024;  // bytes, for the name of a tag or a reviewer
inline constexpr std::size_t kMaxMissedTags = 1000;  // added to one picture

// Further limits of a file besides kMaxReviewSize, so that reading and reporting takes seconds at most.
inline constexpr std::size_t kMaxReviewTags = 65'536;          // for a diverse review
inline constexpr std::size_t kMaxReviewQuestions = 2'000'000;  // for a diverse review
inline constexpr std::size_t kMaxAnswerRecords = 100'000;
inline constexpr std::size_t kMaxReviewers = 100;

// The text of the plan, with which a file begins.
std::string plan_text(const ReviewPlan& plan);

// One line each, including the line end.
std::string answer_text(const ReviewAnswer& answer);
std::string undo_text(std::string_view reviewer, std::int64_t time);

struct ParsedReview {
  Review review;
  std::size_t answer_records = 0;   // including those that were replaced or undone
  std::set<std::string> reviewers;  // including those whose answers were undone
  std::size_t complete_bytes = 0;   // of the text; what follows is an incomplete record
};

// Parses a review. The last line may be torn, as after a crash while it was written: it is ignored, because
// it was never acknowledged. Throws Error kInvalidInput naming source and line for anything else that is
// malformed, kUnsupported for a later version of the format and beyond the limits above.
ParsedReview parse_review(std::string_view text, std::string_view source);

// Adds the answer to the review and removes what it replaces: earlier answers of the same reviewer to the
// same questions.
void add_answer(Review& review, ReviewAnswer answer);

// Undoes the reviewer's last answer; false if there is none.
bool undo_answer(Review& review, std::string_view reviewer);

// Throws Error kInvalidInput unless every question, picture and tag of the answer exists and no name is empty
// or too long.
void check_answer(const ReviewPlan& plan, const ReviewAnswer& answer);

}  // namespace jtp
