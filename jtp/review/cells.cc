// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/cells.h"

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "jtp/data/post_reader.h"
#include "jtp/files/csv.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

// The reviewers' verdicts on one tag of one picture. Each reviewer counts once, however often they were
// asked.
class Votes {
 public:
  void add(const std::string& reviewer, ReviewVerdict verdict) {
    if (verdict == ReviewVerdict::kSkip) return;
    Said& said = by_reviewer_[reviewer];
    said.sum += verdict == ReviewVerdict::kYes ? 1.0 : verdict == ReviewVerdict::kUnsure ? 0.5 : 0.0;
    ++said.count;
  }

  // The mean over the reviewers; nothing if there are no verdicts.
  std::optional<double> mean() const {
    if (by_reviewer_.empty()) return std::nullopt;
    double sum = 0;
    for (const auto& [reviewer, said] : by_reviewer_) sum += said.sum / said.count;
    return sum / static_cast<double>(by_reviewer_.size());
  }

 private:
  struct Said {
    double sum = 0;
    int count = 0;
  };
  std::map<std::string, Said> by_reviewer_;
};

// The stem of a file name if it is a hexadecimal MD5, as boorus name files; otherwise empty.
std::string md5_of(const std::string& path) {
  const auto md5 = parse_md5(std::filesystem::path(path).stem().string());
  return md5 ? to_string(*md5) : std::string();
}

}  // namespace

std::vector<ReviewedCell> reviewed_cells(const Review& review) {
  std::map<int, Votes> votes;  // by question
  for (const ReviewAnswer& answer : review.answers) {
    for (const auto& [question, verdict] : answer.verdicts) {
      if (!review.plan.questions[static_cast<std::size_t>(question)].repeats)
        votes[question].add(answer.reviewer, verdict);
    }
  }
  std::vector<ReviewedCell> cells;
  for (const auto& [number, vote] : votes) {
    const std::optional<double> positive = vote.mean();
    if (!positive) continue;
    const ReviewQuestion& question = review.plan.questions[static_cast<std::size_t>(number)];
    cells.push_back({.question = number,
                     .picture = question.picture,
                     .tag = question.tag,
                     .band = question.band,
                     .score = question.score,
                     .weight = question.weight,
                     .positive = *positive});
  }
  return cells;
}

std::vector<TagFact> tag_facts(const Review& review) {
  std::map<std::pair<int, std::string>, Votes> votes;
  for (const ReviewAnswer& answer : review.answers) {
    for (const auto& [number, verdict] : answer.verdicts) {
      const ReviewQuestion& question = review.plan.questions[static_cast<std::size_t>(number)];
      const std::string& tag = review.plan.tags[static_cast<std::size_t>(question.tag)].name;
      votes[{question.picture, tag}].add(answer.reviewer, verdict);
    }
    for (const std::string& tag : answer.missed)
      votes[{*answer.picture, canonical_tag(tag)}].add(answer.reviewer, ReviewVerdict::kYes);
  }
  std::vector<TagFact> facts;
  for (const auto& [key, vote] : votes) {
    const double share = vote.mean().value_or(0.5);
    if (share != 0.5) facts.push_back({key.first, key.second, share > 0.5});
  }
  return facts;
}

std::vector<TagVerdict> tag_verdicts(const Review& review) {
  std::vector<TagVerdict> verdicts;
  for (const TagFact& fact : tag_facts(review)) {
    const ReviewPicture& picture = review.plan.pictures[static_cast<std::size_t>(fact.picture)];
    verdicts.push_back({picture.sha256, fact.tag, fact.is_present});
  }
  return verdicts;
}

std::string facts_csv(const Review& review) {
  std::string text = "sha256,md5,path,tag,verdict\n";
  for (const TagFact& fact : tag_facts(review)) {
    const ReviewPicture& picture = review.plan.pictures[static_cast<std::size_t>(fact.picture)];
    text += picture.sha256 + "," + md5_of(picture.path) + "," + csv_field(picture.path) + "," +
            csv_field(fact.tag) + "," + (fact.is_present ? "yes" : "no") + "\n";
  }
  return text;
}

}  // namespace jtp
