// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "jtp/eval/review_plan.h"

namespace jtp {

// The records of a review file (docs/formats.md, "Review"): JSON, one on each line.

// The plan: the beginning of a file.
std::string plan_text(const ReviewPlan& plan);

// One line each, with its line end.
std::string answer_text(const ReviewAnswer& answer);
std::string undo_text(std::string_view reviewer, std::int64_t time);

struct ParsedReview {
  Review review;
  std::size_t complete_bytes = 0;  // of the text; behind them is a record that was never finished
};

// The review that `text` holds. The last line may be torn, as a crash while it was written leaves it: it is
// left out, because nobody was told that it had been kept. Throws Error kInvalidInput naming source and line
// for anything else that is no review; kUnsupported for a later version of the format.
ParsedReview parse_review(std::string_view text, std::string_view source);

// Takes the answer into the review: where it replaces what its reviewer said before, that goes.
void add_answer(Review& review, ReviewAnswer answer);

// Takes back the reviewer's last answer; false where there is none.
bool undo_answer(Review& review, std::string_view reviewer);

// Throws Error kInvalidInput unless every question, picture and tag of the answer is there and no name is
// empty or long.
void check_answer(const ReviewPlan& plan, const ReviewAnswer& answer);

}  // namespace jtp
