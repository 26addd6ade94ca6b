// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/informedness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace jtp {
namespace {

using Above = std::array<double, InformednessCounter::kBins>;  // pictures with a score above b / 100

Above sum_from_above(std::span<const std::int64_t> bins) {
  Above above{};
  std::int64_t sum = 0;
  for (std::size_t b = bins.size(); b-- > 0;) above[b] = static_cast<double>(sum += bins[b]);
  return above;
}

// The bin b with b / 100 < score <= (b + 1) / 100, using the same comparison as a threshold.
std::size_t bin_of(float score) {
  const double s = score;
  int bin = static_cast<int>(
      std::clamp(std::ceil(s * InformednessCounter::kBins) - 1, 0.0, InformednessCounter::kBins - 1.0));
  while (bin > 0 && !(s > bin / 100.0)) --bin;
  while (bin + 1 < InformednessCounter::kBins && s > (bin + 1) / 100.0) ++bin;
  return static_cast<std::size_t>(bin);
}

}  // namespace

InformednessCounter::InformednessCounter(int tags)
    : tags_(tags), counts_(2 * static_cast<std::size_t>(tags) * kBins) {}

void InformednessCounter::add(std::span<const float> scores, std::span<const std::int16_t> labels) {
  auto next = labels.begin();
  for (std::size_t t = 0; t < scores.size(); ++t) {
    const bool holds = next != labels.end() && *next == static_cast<std::int16_t>(t);
    if (holds) ++next;
    const std::size_t row = (holds ? static_cast<std::size_t>(tags_) : 0) + t;
    ++counts_[row * kBins + bin_of(scores[t])];
  }
}

Informedness InformednessCounter::at(int cut) const {
  const auto wanted = static_cast<std::size_t>(std::clamp(cut, 0, kBins - 1));
  Above macro{};
  double true_positives = 0, positives = 0, false_positives = 0, negatives = 0;
  Informedness found;
  for (std::size_t t = 0; t < static_cast<std::size_t>(tags_); ++t) {
    const std::span<const std::int64_t> all(counts_);
    const Above without = sum_from_above(all.subspan(t * kBins, kBins));
    const Above with = sum_from_above(all.subspan((static_cast<std::size_t>(tags_) + t) * kBins, kBins));
    true_positives += with[wanted];
    false_positives += without[wanted];
    positives += with[0];
    negatives += without[0];
    if (with[0] == 0 || without[0] == 0) continue;
    ++found.tags;
    for (std::size_t b = 0; b < kBins; ++b) macro[b] += with[b] / with[0] - without[b] / without[0];
  }
  if (found.tags == 0) return found;
  for (double& j : macro) j /= found.tags;
  const auto best = static_cast<std::size_t>(std::max_element(macro.begin(), macro.end()) - macro.begin());
  found.at_cut = macro[wanted];
  found.best = macro[best];
  found.threshold = static_cast<double>(best) / kBins;
  found.micro = true_positives / positives - false_positives / negatives;
  return found;
}

}  // namespace jtp
