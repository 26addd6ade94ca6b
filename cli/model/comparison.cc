// SPDX-License-Identifier: Apache-2.0
#include "cli/model/comparison.h"

#include <algorithm>
#include <cmath>

namespace jtp {

namespace {

double distance(float a, float b) { return std::abs(static_cast<double>(a) - static_cast<double>(b)); }

}  // namespace

double ScorePair::difference() const { return distance(reference, other); }

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSafe:
      return "safe";
    case Verdict::kNotSafe:
      return "not_safe";
    case Verdict::kTooFew:
      return "too_few";
  }
  return "too_few";
}

void Comparison::add(const std::string& picture, std::span<const float> reference,
                     std::span<const float> other) {
  ++pictures_;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    const double difference = distance(reference[i], other[i]);
    sum_of_differences_ += difference;
    if (difference > worst_.difference() || worst_.picture.empty()) {
      worst_ = {picture, static_cast<int>(i), reference[i], other[i]};
    }
    const bool chosen = reference[i] > thresholds_[i];
    if (chosen) ++chosen_;
    if (chosen == (other[i] > thresholds_[i])) continue;
    ++flips_;
    if (first_flips_.size() < kFlipsKept) {
      first_flips_.push_back({picture, static_cast<int>(i), reference[i], other[i]});
    }
  }
}

double Comparison::flip_share() const {
  return static_cast<double>(flips_) / static_cast<double>(std::max<std::int64_t>(1, chosen_));
}

double Comparison::mean_difference() const {
  const auto scores = static_cast<double>(pictures_) * static_cast<double>(thresholds_.size());
  return sum_of_differences_ / std::max(1.0, scores);
}

Verdict Comparison::verdict() const {
  if (worst_.difference() > kMaxDifference) return Verdict::kNotSafe;
  const std::int64_t allowed_of = std::max(chosen_, kMinChosen);  // a few tags may be the worst of many
  if (static_cast<double>(flips_) > kMaxFlips * static_cast<double>(allowed_of)) return Verdict::kNotSafe;
  return chosen_ < kMinChosen ? Verdict::kTooFew : Verdict::kSafe;
}

}  // namespace jtp
