// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "jtp/eval/score_curve.h"
#include "jtp/tags/tag_score.h"

namespace jtp {

// A model's scores for a picture, and its labels.
struct ScoredLabels {
  std::uint64_t key = 0;                 // identifies the picture across evaluations
  std::span<const TagScore> scores;      // by index; missing tags scored below the floor
  std::span<const std::int16_t> labels;  // ascending
};

// Calls visit(score, is_labelled) for each score of the picture, walking along both lists once.
template <typename Visit>
void for_each_score(const ScoredLabels& picture, Visit&& visit) {
  auto label = picture.labels.begin();
  for (const TagScore& score : picture.scores) {
    while (label != picture.labels.end() && *label < score.index) ++label;
    visit(score, label != picture.labels.end() && *label == score.index);
  }
}

// The scores of many pictures, per tag. Up to `exact_scores` of them are kept exactly, 4 bytes each. With
// more, all are counted in bins (score_bins), 5 kB per tag, so memory does not grow with the number of
// pictures.
class ScoreTally {
 public:
  static constexpr std::size_t kExactScores = std::size_t{1} << 22;

  // Scores below `floor` count as 0.
  ScoreTally(int tags, double floor, std::size_t exact_scores = kExactScores);

  // Throws Error kInvalidInput for a score that is not a probability.
  void add(const ScoredLabels& picture);

  int tags() const { return static_cast<int>(positives_.size()); }
  std::int64_t pictures() const { return pictures_; }
  double floor() const { return floor_; }
  // Switches to bins.
  void use_bins();
  StepKind kind() const { return counts_.empty() ? StepKind::kDistinctScores : StepKind::kBins; }

  // The number of pictures with this label.
  std::int64_t positives(int tag) const { return positives_[static_cast<std::size_t>(tag)]; }

  ScoreCurve curve(int tag) const { return pooled({&tag, 1}); }

  // One curve of all cells of several tags.
  ScoreCurve pooled(std::span<const int> tags) const;

 private:
  void count(std::size_t tag, float score, bool is_positive);
  std::vector<ScoreStep> distinct_steps(std::span<const int> tags) const;
  std::vector<ScoreStep> binned_steps(std::span<const int> tags) const;

  double floor_;
  std::size_t exact_scores_;
  std::int64_t pictures_ = 0;
  std::vector<std::int64_t> positives_;  // [K]
  std::size_t kept_ = 0;
  // [K][scores]: the bits of the float32, whose order is that of the numbers, with the label in the lowest
  // bit.
  std::vector<std::vector<std::uint32_t>> exact_;
  std::vector<std::uint32_t> counts_;  // [K][kBins][negatives, positives]; empty while exact
};

}  // namespace jtp
