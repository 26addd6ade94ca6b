// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/select.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "jtp/base/error.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

std::size_t character_bytes(std::string_view text) {  // of the first UTF-8 character; text is not empty
  std::size_t n = 1;
  while (n < text.size() && (text[n] & 0xC0) == 0x80) ++n;
  return n;
}

// Whether `pattern` (* any text, ? one character) covers the whole of `text`. Only the last star is ever
// tried again, so the time is at most the product of the lengths.
bool glob_matches(std::string_view pattern, std::string_view text) {
  std::string_view after_star;
  std::string_view retry;
  bool has_star = false;
  while (!text.empty()) {
    if (!pattern.empty() && pattern[0] == '*') {
      pattern.remove_prefix(1);
      after_star = pattern;
      retry = text;
      has_star = true;
    } else if (!pattern.empty() && pattern[0] == '?') {
      pattern.remove_prefix(1);
      text.remove_prefix(character_bytes(text));
    } else if (!pattern.empty() && pattern[0] == text[0]) {
      pattern.remove_prefix(1);
      text.remove_prefix(1);
    } else if (has_star) {
      retry.remove_prefix(1);
      text = retry;
      pattern = after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

void sort_best_first(std::vector<TagScore>& tags) {
  std::sort(tags.begin(), tags.end(), [](const TagScore& a, const TagScore& b) {
    return a.score != b.score ? a.score > b.score : a.index < b.index;
  });
}

void require_scores(std::size_t given, std::size_t wanted) {
  if (given != wanted) fail(ErrorKind::kInternal, "{} scores for {} tags", given, wanted);
}

}  // namespace

TagSelector::TagSelector(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagFilter& filter)
    : size_(static_cast<std::size_t>(vocabulary.size())),
      limit_(filter.limit > 0 ? static_cast<std::size_t>(filter.limit)
                              : std::numeric_limits<std::size_t>::max()) {
  if (filter.limit < 0) fail(ErrorKind::kUsage, "a limit of {} tags makes no sense", filter.limit);
  std::vector<std::string> globs;
  for (const std::string& glob : filter.exclude) globs.push_back(canonical_tag(glob));
  for (int i = 0; i < vocabulary.size(); ++i) {
    const auto& wanted = filter.categories;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), vocabulary.category(i)) == wanted.end())
      continue;
    const std::string name = canonical_tag(vocabulary.name(i));
    const auto covers = [&name](const std::string& glob) { return glob_matches(glob, name); };
    if (std::any_of(globs.begin(), globs.end(), covers)) continue;
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
