// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/confusion.h"

#include <algorithm>

namespace jtp {
namespace {

std::optional<double> ratio(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return part / whole;
}

}  // namespace

Confusion& Confusion::operator+=(const Confusion& other) {
  tp += other.tp;
  fp += other.fp;
  tn += other.tn;
  fn += other.fn;
  return *this;
}

std::string_view to_string(Rate rate) {
  constexpr std::array<std::string_view, kRates.size()> names = {"tpr", "tnr", "informedness", "precision",
                                                                 "f1"};
  return names[static_cast<std::size_t>(rate)];
}

std::optional<double> value_of(const Confusion& counts, Rate rate) {
  switch (rate) {
    case Rate::kTpr:
      return ratio(counts.tp, counts.positives());
    case Rate::kTnr:
      return ratio(counts.tn, counts.negatives());
    case Rate::kPrecision:
      return ratio(counts.tp, counts.predicted());
    case Rate::kF1:
      return ratio(2 * counts.tp, 2 * counts.tp + counts.fp + counts.fn);
    case Rate::kInformedness:
      break;
  }
  const auto tpr = ratio(counts.tp, counts.positives());
  const auto tnr = ratio(counts.tn, counts.negatives());
  if (!tpr || !tnr) return std::nullopt;
  return *tpr + *tnr - 1;
}

Rates rates_of(const Confusion& counts) {
  Rates rates;
  for (const Rate rate : kRates) rates[rate] = value_of(counts, rate);
  return rates;
}

Confusion corrected(const Confusion& counts, double omission) {
  const double grow = 1 / (1 - omission);
  const double tp = std::min(counts.tp * grow, counts.predicted());
  const double fn = std::min(counts.fn * grow, counts.fn + counts.tn);
  return {.tp = tp, .fp = counts.predicted() - tp, .tn = counts.fn + counts.tn - fn, .fn = fn};
}

MeanOfTags mean_of(std::span<const std::optional<double>> values) {
  double sum = 0;
  int tags = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sum += *value;
    ++tags;
  }
  if (tags == 0) return {};
  return {.mean = sum / tags, .tags = tags};
}

}  // namespace jtp
