// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/observations.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

bool is_share(double value) { return value >= 0 && value <= 1; }  // false for NaN

void check(const Observation& observation) {
  if (!is_share(static_cast<double>(observation.score)) || !is_share(observation.positive))
    fail(ErrorKind::kInvalidInput,
         "the score ({}) and the positive share ({}) of an observation must be 0 to 1", observation.score,
         observation.positive);
  if (!(observation.weight > 0 && std::isfinite(observation.weight)))
    fail(ErrorKind::kInvalidInput, "the weight of an observation must be positive and finite, not {}",
         observation.weight);
}

}  // namespace

ScoreCurve curve_of(std::span<const Observation> observations, double unseen) {
  double sum = 0, squares = 0;
  for (const Observation& observation : observations) {
    check(observation);
    sum += observation.weight;
    squares += observation.weight * observation.weight;
  }
  if (observations.empty()) return ScoreCurve({});
  const double scale = sum / squares;
  std::vector<ScoreStep> steps;
  if (unseen > 0) steps.push_back({.score = 0, .positives = 0, .negatives = unseen * scale, .mean = 0});
  for (const Observation& observation : observations) {
    const auto score = static_cast<double>(observation.score);
    steps.push_back({.score = score,
                     .positives = observation.weight * scale * observation.positive,
                     .negatives = observation.weight * scale * (1 - observation.positive),
                     .mean = score});
  }
  std::sort(steps.begin(), steps.end(),
            [](const ScoreStep& a, const ScoreStep& b) { return a.score < b.score; });
  return merged(ScoreCurve(std::move(steps)), ScoreCurve({}));  // equal scores become one step
}

}  // namespace jtp
