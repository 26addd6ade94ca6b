// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/select.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "jtp/base/error.h"
#include "jtp/tags/tag_pattern.h"

namespace jtp {
namespace {

void sort_best_first(std::vector<TagScore>& tags) {
  std::sort(tags.begin(), tags.end(), [](const TagScore& a, const TagScore& b) {
    return a.score != b.score ? a.score > b.score : a.index < b.index;
  });
}

void require_scores(std::size_t given, std::size_t wanted) {
  if (given != wanted) fail(ErrorKind::kInternal, "{} scores for {} tags", given, wanted);
}

}  // namespace

TagSelector::TagSelector(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagFilter& filter,
                         const TagGraph& graph)
    : size_(static_cast<std::size_t>(vocabulary.size())),
      limit_(filter.limit > 0 ? static_cast<std::size_t>(filter.limit)
                              : std::numeric_limits<std::size_t>::max()) {
  if (filter.limit < 0) fail(ErrorKind::kUsage, "a limit of {} tags makes no sense", filter.limit);
  const TagPatterns only(filter.only);
  const TagPatterns exclude(filter.exclude);
  for (int i = 0; i < vocabulary.size(); ++i) {
    const auto& wanted = filter.categories;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), vocabulary.category(i)) == wanted.end())
      continue;
    const std::string& name = vocabulary.name(i);
    const std::string current = graph.current(name);
    if (!only.empty() && !only.match(name) && !only.match(current)) continue;
    if (exclude.match(name) || exclude.match(current)) continue;
    candidates_.push_back({i, thresholds(i, vocabulary)});
  }
}

std::vector<TagScore> TagSelector::select(std::span<const float> scores) const {
  require_scores(scores.size(), size_);
  std::vector<TagScore> chosen;
  for (const Candidate& candidate : candidates_) {
    const float score = scores[static_cast<std::size_t>(candidate.index)];
    if (score > candidate.threshold) chosen.push_back({candidate.index, score});
  }
  sort_best_first(chosen);
  if (chosen.size() > limit_) chosen.resize(limit_);
  return chosen;
}

std::vector<TagScore> TagSelector::all(std::span<const float> scores) const {
  require_scores(scores.size(), size_);
  std::vector<TagScore> passed;
  for (const Candidate& candidate : candidates_) {
    const float score = scores[static_cast<std::size_t>(candidate.index)];
    if (!std::isnan(score)) passed.push_back({candidate.index, score});
  }
  sort_best_first(passed);
  return passed;
}

float TagSelector::lowest_threshold() const {
  float lowest = std::numeric_limits<float>::infinity();
  for (const Candidate& candidate : candidates_) lowest = std::min(lowest, candidate.threshold);
  return lowest;
}

}  // namespace jtp
