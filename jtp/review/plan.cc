// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/plan.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jtp {
namespace {

constexpr std::array kKinds = {std::pair(ReviewKind::kMeasured, std::string_view("measured")),
                               std::pair(ReviewKind::kDiverse, std::string_view("diverse"))};
constexpr std::array kVerdicts = {std::pair(ReviewVerdict::kYes, std::string_view("yes")),
                                  std::pair(ReviewVerdict::kNo, std::string_view("no")),
                                  std::pair(ReviewVerdict::kUnsure, std::string_view("unsure")),
                                  std::pair(ReviewVerdict::kSkip, std::string_view("skip"))};

template <typename Names, typename T>
std::string_view name_of(const Names& names, T value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == value; })
      ->second;
}

}  // namespace

std::string_view to_string(ReviewKind kind) { return name_of(kKinds, kind); }
std::string_view to_string(ReviewVerdict verdict) { return name_of(kVerdicts, verdict); }

std::optional<ReviewKind> parse_review_kind(std::string_view text) {
  for (const auto& [value, name] : kKinds) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::optional<ReviewVerdict> parse_verdict(std::string_view text) {
  for (const auto& [value, name] : kVerdicts) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::optional<ReviewVerdict> verdict_of(const Review& review, std::string_view reviewer, int question) {
  for (auto answer = review.answers.rbegin(); answer != review.answers.rend(); ++answer) {
    if (answer->reviewer != reviewer) continue;
    for (const QuestionVerdict& verdict : answer->verdicts) {
      if (verdict.question == question) return verdict.verdict;
    }
  }
  return std::nullopt;
}

std::vector<std::string> reviewers(const Review& review) {
  std::vector<std::string> names;
  for (const ReviewAnswer& answer : review.answers) {
    if (std::find(names.begin(), names.end(), answer.reviewer) == names.end())
      names.push_back(answer.reviewer);
  }
  return names;
}

}  // namespace jtp
