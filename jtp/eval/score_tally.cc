// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_tally.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/eval/score_bins.h"

namespace jtp {
namespace {

constexpr std::size_t kKinds = 2;  // negative, positive

float score_of(std::uint32_t entry) { return std::bit_cast<float>(entry >> 1); }
bool label_of(std::uint32_t entry) { return (entry & 1U) != 0; }

double count_of(const ScoreStep& step) { return step.positives + step.negatives; }

}  // namespace

ScoreTally::ScoreTally(int tags, double floor, std::size_t exact_scores)
    : floor_(floor),
      exact_scores_(exact_scores),
      positives_(static_cast<std::size_t>(tags)),
      exact_(static_cast<std::size_t>(tags)) {}

void ScoreTally::add(const ScoredLabels& picture) {
  for (const TagScore& score : picture.scores) {
    if (!(score.score >= 0 && score.score <= 1))
      fail(ErrorKind::kInvalidInput, "picture {}: the score {} of tag {} is not a probability", pictures_,
           score.score, score.index);
  }
  ++pictures_;
  for (const std::int16_t label : picture.labels) ++positives_[static_cast<std::size_t>(label)];
  if (kind() == StepKind::kDistinctScores && kept_ + picture.scores.size() > exact_scores_) use_bins();
  if (!counts_.empty()) {
    for_each_score(picture, [&](const TagScore& score, bool is_labelled) {
      count(static_cast<std::size_t>(score.index), score.score, is_labelled);
    });
    return;
  }
  kept_ += picture.scores.size();
  for_each_score(picture, [&](const TagScore& score, bool is_labelled) {
    const auto bits = std::bit_cast<std::uint32_t>(score.score + 0.0F);  // avoids a negative zero
    exact_[static_cast<std::size_t>(score.index)].push_back(bits << 1 | (is_labelled ? 1U : 0U));
  });
}

void ScoreTally::use_bins() {
  if (kind() == StepKind::kBins) return;
  counts_.resize(positives_.size() * score_bins::kBins * kKinds);
  for (std::size_t tag = 0; tag < exact_.size(); ++tag) {
    for (const std::uint32_t entry : exact_[tag]) count(tag, score_of(entry), label_of(entry));
    exact_[tag] = {};
  }
}

void ScoreTally::count(std::size_t tag, float score, bool is_positive) {
  ++counts_[(tag * score_bins::kBins + score_bins::bin_of(score)) * kKinds + (is_positive ? 1 : 0)];
}

std::vector<ScoreStep> ScoreTally::distinct_steps(std::span<const int> tags) const {
  std::vector<std::uint32_t> entries;
  for (const int tag : tags) {
    const auto& more = exact_[static_cast<std::size_t>(tag)];
    entries.insert(entries.end(), more.begin(), more.end());
  }
  std::sort(entries.begin(), entries.end());
  std::vector<ScoreStep> steps;
  for (const std::uint32_t entry : entries) {
    const auto score = static_cast<double>(score_of(entry));
    if (steps.empty() || steps.back().score != score)
      steps.push_back({.score = score, .positives = 0, .negatives = 0, .mean = score});
    ++(label_of(entry) ? steps.back().positives : steps.back().negatives);
  }
  return steps;
}

std::vector<ScoreStep> ScoreTally::binned_steps(std::span<const int> tags) const {
  std::vector<std::uint64_t> sums(score_bins::kBins * kKinds);
  for (const int tag : tags) {
    const std::uint32_t* counts = counts_.data() + static_cast<std::size_t>(tag) * sums.size();
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += counts[i];
  }
  std::vector<ScoreStep> steps;
  for (std::size_t bin = 0; bin < score_bins::kBins; ++bin) {
    const auto negatives = static_cast<double>(sums[bin * kKinds]);
    const auto positives = static_cast<double>(sums[bin * kKinds + 1]);
    if (negatives + positives == 0) continue;
    steps.push_back({.score = static_cast<double>(score_bins::top_of(bin)),
                     .positives = positives,
                     .negatives = negatives,
                     .mean = score_bins::middle_of(bin)});
  }
  return steps;
}

ScoreCurve ScoreTally::pooled(std::span<const int> tags) const {
  std::vector<ScoreStep> steps = counts_.empty() ? distinct_steps(tags) : binned_steps(tags);
  ScoreStep rest;
  for (const int tag : tags) {
    rest.positives += static_cast<double>(positives(tag));
    rest.negatives += static_cast<double>(pictures_ - positives(tag));
  }
  for (const ScoreStep& step : steps) {
    rest.positives -= step.positives;
    rest.negatives -= step.negatives;
  }
  if (count_of(rest) > 0 && !steps.empty() && steps.front().score == 0) {
    steps.front().positives += rest.positives;
    steps.front().negatives += rest.negatives;
  } else if (count_of(rest) > 0) {
    steps.insert(steps.begin(), rest);
  }
  return ScoreCurve(std::move(steps), kind(), floor_);
}

}  // namespace jtp
