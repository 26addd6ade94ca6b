// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jtp {

// One tag of one picture, as two precisions score it.
struct ScorePair {
  std::string picture;
  int tag = 0;  // index into the vocabulary
  float reference = 0;
  float other = 0;

  double difference() const;  // of the scores, >= 0
};

// Whether a precision can replace the reference.
enum class Verdict { kSafe, kNotSafe, kTooFew };

// "safe", "not_safe", "too_few".
std::string_view to_string(Verdict verdict);

// How the scores of one precision differ from those of the reference, over many pictures.
class Comparison {
 public:
  // The rule of verdict(), documented in docs/cli.md: at most kMaxFlips of the tags that the reference
  // chooses may flip, and no score may change by more than kMaxDifference, a quarter of the usual threshold.
  // These conventions keep flips rare and limit them to scores close to their threshold.
  static constexpr double kMaxFlips = 0.01;
  static constexpr double kMaxDifference = 0.05;
  // Fewer chosen tags prove nothing: if none of n tags flips, the true share may still be 3 / n (with 95 %
  // confidence).
  static constexpr std::int64_t kMinChosen = 300;
  // Number of flips that are kept.
  static constexpr std::size_t kFlipsKept = 20;

  // `thresholds`: [K]. A tag is chosen if its score is above its threshold.
  explicit Comparison(std::vector<float> thresholds) : thresholds_(std::move(thresholds)) {}

  // Both [K] and without NaN.
  void add(const std::string& picture, std::span<const float> reference, std::span<const float> other);

  std::int64_t pictures() const { return pictures_; }
  std::int64_t chosen() const { return chosen_; }  // tags, by the reference
  std::int64_t flips() const { return flips_; }    // tags that only one of the two chooses
  double flip_share() const;                       // of chosen()
  double mean_difference() const;
  const ScorePair& worst() const { return worst_; }  // the largest difference
  const std::vector<ScorePair>& first_flips() const { return first_flips_; }

  Verdict verdict() const;

 private:
  std::vector<float> thresholds_;
  std::int64_t pictures_ = 0;
  std::int64_t chosen_ = 0;
  std::int64_t flips_ = 0;
  double sum_of_differences_ = 0;
  ScorePair worst_;
  std::vector<ScorePair> first_flips_;
};

}  // namespace jtp
