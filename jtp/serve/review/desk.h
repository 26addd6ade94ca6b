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

// Where the review of a server is, and who answers it.
struct ReviewPlace {
  std::filesystem::path file;  // a review, or nothing yet: then the page begins one
  std::string reviewer;
};

// The review that the page asks. Any number of threads.
class ReviewDesk {
 public:
  // Locks the review if it is there. Throws what VerdictLog throws.
  explicit ReviewDesk(ReviewPlace place);

  const std::string& reviewer() const { return place_.reviewer; }

  // As it stands; nothing before begin().
  std::optional<Review> review() const;

  // Writes the plan. Throws Error kUsage where there is a review already, and what write_review() throws.
  void begin(const ReviewPlan& plan);

  // The reviewer says something, now. Returns when it is on the disk. Throws what VerdictLog::add() throws;
  // Error kUsage before begin().
  void answer(ReviewAnswer answer);

  // False where there is nothing to take back.
  bool undo();

 private:
  const ReviewPlace place_;
  mutable std::mutex mutex_;
  std::unique_ptr<VerdictLog> log_;
};

// What a reviewer is asked: questions one by one, or pictures.
int review_items(const ReviewPlan& plan);

// The first item that the reviewer has not answered; nothing where all are.
std::optional<int> open_item(const Review& review, const std::string& reviewer);

}  // namespace jtp
