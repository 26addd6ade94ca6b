// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace jtp {

// Counts of predictions by logit: equal steps of 1/16 from -16 to 16, open at both ends. The counts are
// integers, so sums do not depend on the order of posts or threads.
class LogitHistogram {
 public:
  static constexpr int kBins = 512;

  LogitHistogram() : positives_(kBins), negatives_(kBins) {}

  void add(float logit, std::uint32_t is_positive) {
    ++(is_positive != 0 ? positives_ : negatives_)[static_cast<std::size_t>(bin_of(logit))];
  }
  void add(const LogitHistogram& other);

  std::uint64_t positives() const;
  std::uint64_t negatives() const;

  // The probability that a positive scores above a negative, counting ties as half; predictions in the same
  // bin are ties. 0.5 if there are no positives or no negatives.
  double auc() const;

  struct Line {
    double slope = 1;
    double shift = 0;
  };

  // Platt scaling: the logistic regression of the outcome on the logit, by Newton's method. The Gaussian
  // prior (slope 1, shift 0) counts as much as `strength` observations at even odds.
  Line fit_platt(double strength) const;

  static double center(int bin) { return (bin + 0.5) / 16 - 16; }

 private:
  static int bin_of(float logit) {
    const float scaled = (logit + 16) * 16;
    return scaled >= kBins - 1 ? kBins - 1 : scaled > 0 ? static_cast<int>(scaled) : 0;
  }

  std::vector<std::uint64_t> positives_;
  std::vector<std::uint64_t> negatives_;
};

// Running log-loss and calibration of probabilities. The sums are exact sums of rounded terms, so they do not
// depend on the order.
class ProbabilitySums {
 public:
  ProbabilitySums() : count_(kBins), probability_(kBins), positives_(kBins) {}

  void add(float logit, bool is_positive);
  void add(const ProbabilitySums& other);

  std::uint64_t cells() const { return cells_; }

  // The mean of -log P(outcome), in nats.
  double log_loss() const;

  // Expected calibration error: the mean difference between probability and frequency in 20 bins with equal
  // numbers of cells. Only cells with a probability above 0.01 count; the others are trivially right.
  double calibration_error() const;

 private:
  static constexpr int kBins = 4096;  // by probability, merged into 20 at the end

  std::uint64_t cells_ = 0;
  std::int64_t loss_ = 0;                   // in 2^-24 nats
  std::vector<std::uint64_t> count_;        // cells above 0.01
  std::vector<std::uint64_t> probability_;  // their sum in 2^-32
  std::vector<std::uint64_t> positives_;
};

}  // namespace jtp
