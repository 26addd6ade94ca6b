// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/base/picture_facts.h"
#include "jtp/tags/category.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// The purpose of a review, which determines how its pictures are chosen.
enum class ReviewKind {
  kMeasured,  // a random sample of (picture, tag): one question at a time; gives figures and thresholds
  kDiverse,   // pictures that differ as much as possible, with all their tags: shows what goes wrong, without
              // figures
};

// Limit for the questions of a measured review and for the pictures of a diverse one.
inline constexpr int kMaxReviewSize = 10'000;

// With the facts of the file at the time of scoring.
struct ReviewPicture : PictureFacts {
  std::string path{};  // absolute
};

struct ReviewTag {
  std::string name;  // with underscores
  TagCategory category = TagCategory::kGeneral;
  std::vector<std::int64_t> cells{};  // measured: number of pictures of the population in each band
};

struct ReviewQuestion {
  int picture = 0;  // index in ReviewPlan::pictures
  int tag = 0;      // index in ReviewPlan::tags
  float score = 0;
  int band = 0;                  // measured: index in ReviewPlan::bands
  double weight = 1;             // measured: number of (picture, tag) of its band that it represents
  std::optional<int> repeats{};  // an earlier question that this one repeats
};

// The questions, which are fixed before the first answer: stopping a review as soon as its figures look good
// would bias them.
struct ReviewPlan {
  ReviewKind kind = ReviewKind::kMeasured;
  std::string model{};         // model_id()
  std::string model_sha256{};  // of the weights
  std::string precision{};
  std::string decoding{};
  float threshold = Thresholds::kDefault;  // scores above it count as "would be written"
  std::uint64_t seed = 0;
  std::int64_t created = 0;     // seconds since 1970
  std::int64_t population = 0;  // number of pictures that could have been chosen
  std::vector<float> bands{};   // measured: their lower ends (sample_measured.h)
  std::vector<ReviewTag> tags{};
  std::vector<ReviewPicture> pictures{};
  std::vector<ReviewQuestion> questions{};
};

enum class ReviewVerdict { kYes, kNo, kUnsure, kSkip };

// A reviewer's verdict on one question.
struct QuestionVerdict {
  int question = 0;
  ReviewVerdict verdict = ReviewVerdict::kSkip;
  bool operator==(const QuestionVerdict&) const = default;
};

// One acknowledged answer: to a single question, or to all questions about one picture together with the tags
// that they missed.
struct ReviewAnswer {
  std::string reviewer{};
  std::int64_t time = 0;  // seconds since 1970
  std::vector<QuestionVerdict> verdicts{};
  std::optional<int> picture{};       // if the answer is about a whole picture
  std::vector<std::string> missed{};  // tags that the picture has and no question asked about
  bool operator==(const ReviewAnswer&) const = default;
};

// The current state of a review, without answers that were undone or replaced.
struct Review {
  ReviewPlan plan;
  std::vector<ReviewAnswer> answers;  // in the order in which they were given
};

std::string_view to_string(ReviewKind kind);        // "measured", "diverse"
std::string_view to_string(ReviewVerdict verdict);  // "yes", "no", "unsure", "skip"
std::optional<ReviewKind> parse_review_kind(std::string_view text);
std::optional<ReviewVerdict> parse_verdict(std::string_view text);

// The last verdict of `reviewer` on a question; nothing if it is open.
std::optional<ReviewVerdict> verdict_of(const Review& review, std::string_view reviewer, int question);

// All reviewers with answers, in the order of their first answers.
std::vector<std::string> reviewers(const Review& review);

}  // namespace jtp
