// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "jtp/eval/block_counts.h"
#include "jtp/eval/figures.h"
#include "jtp/eval/wilson.h"

namespace jtp {

struct BootstrapOptions {
  int replicates = 400;
  std::uint64_t seed = 1;
};

// Calls visit(weights) for each replicate: a Poisson-distributed number with mean 1 for each block. The same
// options give the same numbers on every machine.
void for_each_replicate(const BootstrapOptions& options,
                        const std::function<void(const BlockCounts::Weights&)>& visit);

// The interval from the 2.5th to the 97.5th percentile; nothing for fewer than 40 values. Sorts `values`.
std::optional<Interval> middle_95(std::vector<double>& values);

// 95 % intervals of figures for the variation among pictures of the same kind; nothing where a figure is
// undefined.
struct FigureIntervals {
  PerRate<std::optional<Interval>> macro;
  PerRate<std::optional<Interval>> micro;
};

struct GroupIntervals {
  FigureIntervals observed;
  FigureIntervals corrected;
};

// The intervals of each group, by resampling the blocks. `omission`: [K].
std::vector<GroupIntervals> bootstrap(const BlockCounts& blocks, std::span<const double> omission,
                                      std::span<const TagGroup> groups, const BootstrapOptions& options = {});

}  // namespace jtp
