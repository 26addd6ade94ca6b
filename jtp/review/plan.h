// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/tags/category.h"

namespace jtp {

// What a review is for, and so how its pictures were chosen.
enum class ReviewKind {
  kMeasured,  // a random sample of (picture, tag): one question at a time, gives figures and thresholds
  kDiverse,   // pictures as different as possible with all of their tags: shows what goes wrong, no figures
};

// Questions of a measured review, pictures of a diverse one.
inline constexpr int kMaxReviewSize = 10'000;

struct ReviewPicture {
  std::string path{};    // absolute
  std::string sha256{};  // of the file when it was scored
  int width = 0;
  int height = 0;
};

struct ReviewTag {
  std::string name;  // underscored
  TagCategory category = TagCategory::kGeneral;
  std::vector<std::int64_t> cells{};  // measured: how many pictures of the population are in each band
};

struct ReviewQuestion {
  int picture = 0;  // of ReviewPlan::pictures
  int tag = 0;      // of ReviewPlan::tags
  float score = 0;
  int band = 0;                  // measured: of ReviewPlan::bands
  double weight = 1;             // measured: how many (picture, tag) of its band it stands for
  std::optional<int> repeats{};  // an earlier question that is asked once more
};

// What is asked, fixed before the first answer: a review that could stop when its figures look good would be
// wrong.
struct ReviewPlan {
  ReviewKind kind = ReviewKind::kMeasured;
  std::string model{};         // model_id()
  std::string model_sha256{};  // of the weights
  std::string precision{};
  std::string decoding{};
  float threshold = 0.2F;  // at which "would be written" is meant
  std::uint64_t seed = 0;
  std::int64_t created = 0;     // seconds since 1970
  std::int64_t population = 0;  // pictures that could have been chosen
  std::vector<float> bands{};   // measured: where they begin (sample_measured.h)
  std::vector<ReviewTag> tags{};
  std::vector<ReviewPicture> pictures{};
  std::vector<ReviewQuestion> questions{};
};

enum class ReviewVerdict { kYes, kNo, kUnsure, kSkip };

// What a reviewer said about one question.
struct QuestionVerdict {
  int question = 0;
  ReviewVerdict verdict = ReviewVerdict::kSkip;
  bool operator==(const QuestionVerdict&) const = default;
};

// One acknowledged answer: to one question, or to all questions of one picture and what they left out.
struct ReviewAnswer {
  std::string reviewer{};
  std::int64_t time = 0;  // seconds since 1970
  std::vector<QuestionVerdict> verdicts{};
  std::optional<int> picture{};       // where the answer is about a whole picture
  std::vector<std::string> missed{};  // tags that the picture has and that were not asked about
  bool operator==(const ReviewAnswer&) const = default;
};

// A review as it stands: without answers that were taken back or replaced.
struct Review {
  ReviewPlan plan;
  std::vector<ReviewAnswer> answers;  // in the order in which they were given
};

std::string_view to_string(ReviewKind kind);        // "measured", "diverse"
std::string_view to_string(ReviewVerdict verdict);  // "yes", "no", "unsure", "skip"
std::optional<ReviewKind> parse_review_kind(std::string_view text);
std::optional<ReviewVerdict> parse_verdict(std::string_view text);

// What `reviewer` said last about a question; nothing where it is open.
std::optional<ReviewVerdict> verdict_of(const Review& review, std::string_view reviewer, int question);

// Everybody who has answered, in order of their first answers.
std::vector<std::string> reviewers(const Review& review);

}  // namespace jtp
