// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "jtp/review/plan.h"
#include "jtp/review/verdict_log.h"

namespace jtp {

// The location of the server's review, and its reviewer.
struct ReviewPlace {
  std::filesystem::path file;  // a review; if the file does not exist, the page begins one
  std::string reviewer;
};

// The review shown by the page. Safe for any number of threads.
class ReviewDesk {
 public:
  // Locks the review if it exists. Throws what VerdictLog throws.
  explicit ReviewDesk(ReviewPlace place);

  const std::string& reviewer() const { return place_.reviewer; }

  // The current state; nothing before begin().
  std::optional<Review> review() const;

  // Writes the plan. Throws Error kUsage if the review has already begun, and what write_review() throws.
  void begin(const ReviewPlan& plan);

  // Records an answer of the reviewer with the current time. Returns when it is on disk. Throws what
  // VerdictLog::add() throws; Error kUsage before begin().
  void answer(ReviewAnswer answer);

  // False if there is nothing to undo.
  bool undo();

 private:
  const ReviewPlace place_;
  mutable std::mutex mutex_;
  std::unique_ptr<VerdictLog> log_;
};

// The number of items for a reviewer: single questions or whole pictures, depending on the kind.
int review_items(const ReviewPlan& plan);

// The first item that the reviewer has not answered; nothing if all are answered.
std::optional<int> open_item(const Review& review, const std::string& reviewer);

}  // namespace jtp
