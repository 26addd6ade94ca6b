// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/statistics.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace jtp {
namespace {

// For its variance, a stratum counts as having one more answer than it has, so that no stratum is certain:
// this share of it is an even chance, the rest is the share of all strata (docs/decisions/1111 has the
// simulation).
constexpr double kCoin = 0.4;

// The strata with answers. The cells of strata without answers are added to the previous one, or to the
// first.
std::vector<ReviewStratum> answered(std::span<const ReviewStratum> strata) {
  std::vector<ReviewStratum> result;
  double homeless = 0;
  for (const ReviewStratum& stratum : strata) {
    if (stratum.answers > 0) {
      result.push_back(stratum);
      result.back().cells += homeless;
      homeless = 0;
    } else if (result.empty()) {
      homeless += stratum.cells;
    } else {
      result.back().cells += stratum.cells;
    }
  }
  return result;
}

}  // namespace

std::optional<ShareRange> weighted_share(std::span<const ReviewStratum> strata, double normal) {
  const std::vector<ReviewStratum> known = answered(strata);
  double cells = 0;
  double answers = 0;
  for (const ReviewStratum& stratum : known) {
    cells += stratum.cells;
    answers += stratum.answers;
  }
  if (!(cells > 0 && answers > 0)) return std::nullopt;
  double share = 0;
  for (const auto& [of, n, k] : known) share += of / cells * k / n;
  // A share of 0 or 1 has zero variance, so it is moved by half an answer from the end.
  const double inside = std::clamp(share, 0.5 / (answers + 1), 1 - 0.5 / (answers + 1));
  double variance = 0;
  for (const auto& [of, n, k] : known) {
    const double weight = of / cells;
    const double smoothed = (k + kCoin * 0.5 + (1 - kCoin) * inside) / (n + 1);
    variance += weight * weight * smoothed * (1 - smoothed) / n;
  }
  const bool is_extreme = share <= 0 || share >= 1;
  double n = std::max(1.0, inside * (1 - inside) / variance);
  if (is_extreme) n = std::min(n, answers);  // all answers are equal, so stratification cannot have helped
  const Interval range = wilson_interval(share * n, n, normal);
  return ShareRange{.low = range.lower, .point = share, .high = range.upper, .answers = answers};
}

std::optional<double> Agreement::kappa() const {
  const double n = static_cast<double>(pairs());
  if (n == 0) return std::nullopt;
  const double first = static_cast<double>(both_yes + only_first) / n;
  const double second = static_cast<double>(both_yes + only_second) / n;
  const double chance = first * second + (1 - first) * (1 - second);
  if (chance >= 1) return std::nullopt;
  return (static_cast<double>(same()) / n - chance) / (1 - chance);
}

}  // namespace jtp
