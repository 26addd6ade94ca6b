// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/figures.h"

namespace jtp {

Figures figures_of(std::span<const Confusion> counts, std::span<const int> tags) {
  Figures figures;
  PerRate<double> sums;
  for (const int tag : tags) {
    const Confusion& cells = counts[static_cast<std::size_t>(tag)];
    figures.cells += cells;
    for (const Rate rate : kRates) {
      const auto value = value_of(cells, rate);
      if (!value) continue;
      sums[rate] += *value;
      ++figures.macro[rate].tags;
    }
  }
  for (const Rate rate : kRates) {
    MeanOfTags& mean = figures.macro[rate];
    if (mean.tags > 0) mean.mean = sums[rate] / mean.tags;
  }
  figures.micro = rates_of(figures.cells);
  return figures;
}

std::vector<Confusion> corrected(std::span<const Confusion> counts, std::span<const double> omission) {
  std::vector<Confusion> result;
  result.reserve(counts.size());
  for (std::size_t tag = 0; tag < counts.size(); ++tag)
    result.push_back(corrected(counts[tag], omission[tag]));
  return result;
}

}  // namespace jtp
