// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/review_cells.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "jtp/tags/csv.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

struct Votes {
  double sum = 0;
  int count = 0;
};

void add_vote(Votes& votes, ReviewVerdict verdict) {
  if (verdict == ReviewVerdict::kSkip) return;
  votes.sum += verdict == ReviewVerdict::kYes ? 1.0 : verdict == ReviewVerdict::kUnsure ? 0.5 : 0.0;
  ++votes.count;
}

// The name of a file without its extension, where it is an MD5 in hexadecimal as boorus name files.
std::string md5_of(const std::string& path) {
  constexpr std::size_t kDigits = 32;
  const std::string stem = std::filesystem::path(path).stem().string();
  const bool is_md5 = stem.size() == kDigits && std::all_of(stem.begin(), stem.end(), [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                      });
  return is_md5 ? stem : std::string();
}

}  // namespace

std::vector<ReviewedCell> reviewed_cells(const Review& review) {
  std::map<int, Votes> votes;  // by question
  for (const ReviewAnswer& answer : review.answers) {
    for (const auto& [question, verdict] : answer.verdicts) {
      if (!review.plan.questions[static_cast<std::size_t>(question)].repeats)
        add_vote(votes[question], verdict);
    }
  }
  std::vector<ReviewedCell> cells;
  for (const auto& [number, vote] : votes) {
    if (vote.count == 0) continue;
    const ReviewQuestion& question = review.plan.questions[static_cast<std::size_t>(number)];
    cells.push_back({.question = number,
                     .picture = question.picture,
                     .tag = question.tag,
                     .band = question.band,
                     .score = question.score,
                     .weight = question.weight,
                     .positive = vote.sum / vote.count});
  }
  return cells;
}

std::vector<TagFact> tag_facts(const Review& review) {
  std::map<std::pair<int, std::string>, Votes> votes;
  for (const ReviewAnswer& answer : review.answers) {
    for (const auto& [number, verdict] : answer.verdicts) {
      const ReviewQuestion& question = review.plan.questions[static_cast<std::size_t>(number)];
      const std::string& tag = review.plan.tags[static_cast<std::size_t>(question.tag)].name;
      add_vote(votes[{question.picture, tag}], verdict);
    }
    for (const std::string& tag : answer.missed)
      add_vote(votes[{*answer.picture, canonical_tag(tag)}], ReviewVerdict::kYes);
  }
  std::vector<TagFact> facts;
  for (const auto& [key, vote] : votes) {
    const double share = vote.count == 0 ? 0.5 : vote.sum / vote.count;
    if (share != 0.5) facts.push_back({key.first, key.second, share > 0.5});
  }
  return facts;
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
