// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/reliability.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace jtp {
namespace {

constexpr double kErrorBins = 15;

// The steps whose scores are known.
std::span<const ScoreStep> scored_steps(const ScoreCurve& curve) {
  const std::span<const ScoreStep> steps = curve.steps();
  const bool has_rest = curve.floor() > 0 && !steps.empty() && steps.front().score == 0;
  return steps.subspan(has_rest ? 1 : 0);
}

}  // namespace

void Reliability::add(const ScoreCurve& curve, double omission) {
  const auto bins = static_cast<double>(sums_.size());
  for (const ScoreStep& step : scored_steps(curve)) {
    ReliabilityBin& sum = sums_[static_cast<std::size_t>(std::min(step.mean * bins, bins - 1))];
    const double cells = step.positives + step.negatives;
    sum.cells += cells;
    sum.score += cells * step.mean;
    sum.positive += step.positives;
    sum.corrected += step.positives / (1 - omission);
  }
}

std::vector<ReliabilityBin> Reliability::bins() const {
  std::vector<ReliabilityBin> bins = sums_;
  std::erase_if(bins, [](const ReliabilityBin& bin) { return bin.cells == 0; });
  for (ReliabilityBin& bin : bins) {
    bin.score /= bin.cells;
    bin.positive /= bin.cells;
    bin.corrected = std::min(1.0, bin.corrected / bin.cells);
  }
  return bins;
}

std::optional<double> calibration_error(const ScoreCurve& curve) {
  const std::span<const ScoreStep> steps = scored_steps(curve);
  double all = 0;
  for (const ScoreStep& step : steps) all += step.positives + step.negatives;
  if (all == 0) return std::nullopt;
  double error = 0, expected = 0, found = 0, seen = 0, next = 1;
  for (const ScoreStep& step : steps) {
    const double cells = step.positives + step.negatives;
    expected += cells * step.mean;
    found += step.positives;
    seen += cells;
    if (seen * kErrorBins < next * all) continue;
    error += std::abs(expected - found);
    expected = found = 0;
    next = std::floor(seen * kErrorBins / all) + 1;
  }
  return (error + std::abs(expected - found)) / all;
}

}  // namespace jtp
