// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_curve.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace jtp {

ScoreCurve::ScoreCurve(std::vector<ScoreStep> steps, StepKind kind, double floor)
    : steps_(std::move(steps)), kind_(kind), floor_(floor), above_(steps_.size() + 1) {
  for (std::size_t i = steps_.size(); i-- > 0;)
    above_[i] = {above_[i + 1].tp + steps_[i].positives, above_[i + 1].fp + steps_[i].negatives};
}

Confusion ScoreCurve::counts(double threshold) const {
  const auto first = std::upper_bound(steps_.begin(), steps_.end(), threshold,
                                      [](double t, const ScoreStep& step) { return t < step.score; });
  return counts_from(static_cast<std::size_t>(first - steps_.begin()));
}

Confusion ScoreCurve::counts_from(std::size_t step) const {
  const Above& above = above_[step];
  return {.tp = above.tp, .fp = above.fp, .tn = negatives() - above.fp, .fn = positives() - above.tp};
}

std::optional<double> ScoreCurve::average_precision() const {
  if (positives() == 0) return std::nullopt;
  double sum = 0;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (steps_[i].positives == 0) continue;
    sum += steps_[i].positives / positives() * (above_[i].tp / (above_[i].tp + above_[i].fp));
  }
  return sum;
}

double ScoreCurve::average_precision_error() const {
  if (kind_ == StepKind::kDistinctScores || positives() == 0) return 0;
  // Within a bin, the positives come first in the best case and last in the worst case. In both cases the
  // precision is greatest at the last positive and least at the first one.
  double best = 0, worst = 0;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const double share = steps_[i].positives / positives();
    if (share == 0) continue;
    const Above& before = above_[i + 1];
    const double first = before.tp + std::min(1.0, steps_[i].positives);
    best += share * above_[i].tp / (above_[i].tp + before.fp);
    worst += share * first / (first + above_[i].fp);
  }
  const double value = *average_precision();
  return std::max(best - value, value - worst);
}

ThresholdRange ScoreCurve::range_below(std::size_t step) const {
  const double lower = step == 0 ? floor_ : std::max(floor_, steps_[step - 1].score);
  if (kind_ == StepKind::kDistinctScores) return {lower, step < steps_.size() ? steps_[step].score : 1.0};
  if (step == 0) return {lower, lower};  // the lower end of the first bin's scores is unknown
  return {lower, static_cast<double>(std::nextafter(static_cast<float>(lower), 2.0F))};
}

std::optional<BestThreshold> ScoreCurve::best_informedness() const {
  if (positives() == 0 || negatives() == 0) return std::nullopt;
  // tp * N - fp * P is informedness times P * N. It is exact for counts, so equal values compare equal.
  const auto scaled = [&](std::size_t step) {
    return above_[step].tp * negatives() - above_[step].fp * positives();
  };
  BestThreshold best;
  double most = 0;
  for (std::size_t step = 0; step <= steps_.size(); ++step) {
    const ThresholdRange range = range_below(step);
    if (!(range.lower < range.upper)) continue;
    const double value = scaled(step);
    if (best.ranges.empty() || value > most) {
      most = value;
      best.ranges = {range};
      best.informedness = *value_of(counts_from(step), Rate::kInformedness);
    } else if (value == most) {
      if (best.ranges.back().upper == range.lower) {
        best.ranges.back().upper = range.upper;
      } else {
        best.ranges.push_back(range);
      }
    }
  }
  best.threshold = (best.ranges.front().lower + best.ranges.front().upper) / 2;
  return best;
}

double ScoreCurve::best_informedness_error() const {
  const auto best = best_informedness();
  if (kind_ == StepKind::kDistinctScores || !best) return 0;
  double most = best->informedness;
  for (std::size_t i = 0; i < steps_.size(); ++i)
    most = std::max(most, above_[i].tp / positives() - above_[i + 1].fp / negatives());
  return most - best->informedness;
}

ScoreCurve merged(const ScoreCurve& a, const ScoreCurve& b) {
  const auto lower = [](const ScoreStep& x, const ScoreStep& y) { return x.score < y.score; };
  std::vector<ScoreStep> all;
  std::merge(a.steps().begin(), a.steps().end(), b.steps().begin(), b.steps().end(), std::back_inserter(all),
             lower);
  std::vector<ScoreStep> steps;
  for (const ScoreStep& step : all) {
    if (steps.empty() || steps.back().score != step.score) {
      steps.push_back(step);
    } else {
      steps.back().positives += step.positives;
      steps.back().negatives += step.negatives;
    }
  }
  return ScoreCurve(std::move(steps), a.kind(), a.floor());
}

}  // namespace jtp
