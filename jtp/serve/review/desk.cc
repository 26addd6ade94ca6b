// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/review/desk.h"

#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {
namespace {

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

ReviewDesk::ReviewDesk(ReviewPlace place) : place_(std::move(place)) {
  std::error_code ignored;
  if (std::filesystem::exists(place_.file, ignored)) log_ = std::make_unique<VerdictLog>(place_.file);
}

std::optional<Review> ReviewDesk::review() const {
  const std::lock_guard lock(mutex_);
  return log_ ? std::optional(log_->review()) : std::nullopt;
}

void ReviewDesk::begin(const ReviewPlan& plan) {
  const std::lock_guard lock(mutex_);
  if (log_) fail(ErrorKind::kUsage, "the review has already begun");
  ReviewPlan dated = plan;
  dated.created = now();
  write_review(place_.file, dated);
  log_ = std::make_unique<VerdictLog>(place_.file);
}

void ReviewDesk::answer(ReviewAnswer answer) {
  const std::lock_guard lock(mutex_);
  if (!log_) fail(ErrorKind::kUsage, "the review has not begun");
  answer.reviewer = place_.reviewer;
  answer.time = now();
  log_->add(answer);
}

bool ReviewDesk::undo() {
  const std::lock_guard lock(mutex_);
  return log_ && log_->undo(place_.reviewer, now());
}

int review_items(const ReviewPlan& plan) {
  return static_cast<int>(plan.kind == ReviewKind::kMeasured ? plan.questions.size() : plan.pictures.size());
}

std::optional<int> open_item(const Review& review, const std::string& reviewer) {
  std::vector<bool> is_answered(static_cast<std::size_t>(review_items(review.plan)));
  for (const ReviewAnswer& answer : review.answers) {
    if (answer.reviewer != reviewer) continue;
    if (review.plan.kind == ReviewKind::kDiverse) {
      if (answer.picture) is_answered[static_cast<std::size_t>(*answer.picture)] = true;
    } else {
      for (const QuestionVerdict& verdict : answer.verdicts) {
        is_answered[static_cast<std::size_t>(verdict.question)] = true;
      }
    }
  }
  for (std::size_t item = 0; item < is_answered.size(); ++item) {
    if (!is_answered[item]) return static_cast<int>(item);
  }
  return std::nullopt;
}

}  // namespace jtp
