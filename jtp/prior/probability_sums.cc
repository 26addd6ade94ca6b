// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/probability_sums.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "jtp/base/logistic.h"

namespace jtp {
namespace {

void add_to(std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& more) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += more[i];
}

}  // namespace

void LogitHistogram::add(const LogitHistogram& other) {
  add_to(positives_, other.positives_);
  add_to(negatives_, other.negatives_);
}

std::uint64_t LogitHistogram::positives() const {
  return std::accumulate(positives_.begin(), positives_.end(), std::uint64_t{0});
}
std::uint64_t LogitHistogram::negatives() const {
  return std::accumulate(negatives_.begin(), negatives_.end(), std::uint64_t{0});
}

double LogitHistogram::auc() const {
  const auto all_positives = static_cast<double>(positives());
  const auto all_negatives = static_cast<double>(negatives());
  if (all_positives == 0 || all_negatives == 0) return 0.5;
  double below = 0, wins = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto negatives_here = static_cast<double>(negatives_[bin]);
    wins += static_cast<double>(positives_[bin]) * (below + negatives_here / 2);
    below += negatives_here;
  }
  return wins / all_positives / all_negatives;
}

LogitHistogram::Line LogitHistogram::fit_platt(double strength) const {
  Line line;
  for (int step = 0; step < 20; ++step) {
    // Gradient and Hessian of the negative log-posterior; an observation at even odds has the weight 1/4.
    double gradient_slope = strength / 4 * (line.slope - 1), gradient_shift = strength / 4 * line.shift;
    double slope_slope = strength / 4, slope_shift = 0, shift_shift = strength / 4;
    for (int bin = 0; bin < kBins; ++bin) {
      const auto yes = static_cast<double>(positives_[static_cast<std::size_t>(bin)]);
      const double all = yes + static_cast<double>(negatives_[static_cast<std::size_t>(bin)]);
      if (all == 0) continue;
      const double x = center(bin);
      const double p = sigmoid(line.slope * x + line.shift);
      const double error = all * p - yes, weight = all * p * (1 - p);
      gradient_slope += error * x;
      gradient_shift += error;
      slope_slope += weight * x * x;
      slope_shift += weight * x;
      shift_shift += weight;
    }
    const double determinant = slope_slope * shift_shift - slope_shift * slope_shift;
    const double slope_step = (shift_shift * gradient_slope - slope_shift * gradient_shift) / determinant;
    const double shift_step = (slope_slope * gradient_shift - slope_shift * gradient_slope) / determinant;
    line.slope -= std::clamp(slope_step, -0.5, 0.5);
    line.shift -= std::clamp(shift_step, -1.0, 1.0);
    if (std::abs(slope_step) + std::abs(shift_step) < 1e-9) break;
  }
  return line;
}

void ProbabilitySums::add(float logit, bool is_positive) {
  constexpr double kLossUnit = 0x1p24, kProbabilityUnit = 0x1p32;
  const double x = logit;
  const double loss = minus_log_sigmoid(is_positive ? x : -x);
  ++cells_;
  loss_ += std::llround(loss * kLossUnit);
  const double p = sigmoid(x);
  if (!(p > 0.01)) return;
  const auto bin = static_cast<std::size_t>(std::min<double>(p * kBins, kBins - 1));
  ++count_[bin];
  probability_[bin] += static_cast<std::uint64_t>(std::llround(p * kProbabilityUnit));
  positives_[bin] += is_positive ? 1 : 0;
}

void ProbabilitySums::add(const ProbabilitySums& other) {
  cells_ += other.cells_;
  loss_ += other.loss_;
  add_to(count_, other.count_);
  add_to(probability_, other.probability_);
  add_to(positives_, other.positives_);
}

double ProbabilitySums::log_loss() const {
  return cells_ == 0 ? 0 : static_cast<double>(loss_) * 0x1p-24 / static_cast<double>(cells_);
}

double ProbabilitySums::calibration_error() const {
  constexpr std::uint64_t kGroups = 20;
  const std::uint64_t all = std::accumulate(count_.begin(), count_.end(), std::uint64_t{0});
  if (all == 0) return 0;
  double error = 0, expected = 0, found = 0;
  std::uint64_t seen = 0, group = 1;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    seen += count_[bin];
    expected += static_cast<double>(probability_[bin]) * 0x1p-32;
    found += static_cast<double>(positives_[bin]);
    if (seen * kGroups < group * all) continue;
    error += std::abs(expected - found);
    expected = found = 0;
    group = seen * kGroups / all + 1;
  }
  return (error + std::abs(expected - found)) / static_cast<double>(all);
}

}  // namespace jtp
