// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace jtp {

// Counts of predictions and labels, over the pictures of one tag or the cells (picture, tag) of many. They
// are doubles, because corrections and weights are fractions; counts below 2^53 are exact.
struct Confusion {
  double tp = 0;  // predicted and labelled
  double fp = 0;  // predicted, not labelled
  double tn = 0;  // neither
  double fn = 0;  // labelled, not predicted

  double positives() const { return tp + fn; }
  double negatives() const { return fp + tn; }
  double predicted() const { return tp + fp; }
  double cells() const { return tp + fp + tn + fn; }
  Confusion& operator+=(const Confusion& other);
  bool operator==(const Confusion&) const = default;
};

// Ratios of a Confusion.
enum class Rate {
  kTpr,           // recall, tp / (tp + fn)
  kTnr,           // tn / (tn + fp)
  kInformedness,  // TPR + TNR - 1: bookmaker's informedness, Youden's J
  kPrecision,     // tp / (tp + fp)
  kF1,            // 2 tp / (2 tp + fp + fn)
};

inline constexpr std::array kRates = {Rate::kTpr, Rate::kTnr, Rate::kInformedness, Rate::kPrecision,
                                      Rate::kF1};

std::string_view to_string(Rate rate);  // "tpr", ...

// Nothing if the denominator is zero; informedness is undefined if either of its rates is.
std::optional<double> value_of(const Confusion& counts, Rate rate);

// One value per rate.
template <typename T>
class PerRate {
 public:
  T& operator[](Rate rate) { return values_[static_cast<std::size_t>(rate)]; }
  const T& operator[](Rate rate) const { return values_[static_cast<std::size_t>(rate)]; }
  bool operator==(const PerRate&) const = default;

 private:
  std::array<T, kRates.size()> values_{};
};

using Rates = PerRate<std::optional<double>>;

Rates rates_of(const Confusion& counts);

// The counts as they would be without missing labels, if each true label was omitted with the probability
// `omission` (0 <= omission < 1), whether predicted or not. The labelled cells (predicted or not) grow by the
// factor 1 / (1 - omission), and the others shrink by the same number, at most to zero. (docs/evaluation.md.)
Confusion corrected(const Confusion& counts, double omission);

// A mean over the tags that have a value.
struct MeanOfTags {
  std::optional<double> mean;  // nothing if no tag has one
  int tags = 0;
};

MeanOfTags mean_of(std::span<const std::optional<double>> values);

}  // namespace jtp
