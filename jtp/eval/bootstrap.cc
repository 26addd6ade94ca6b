// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "jtp/base/random.h"

namespace jtp {
namespace {

constexpr std::size_t kMinValues = 40;  // one value beyond each end of the middle 95 %

// A Poisson-distributed number with mean 1, by inversion.
int poisson(Dice& dice) {
  double left = dice.uniform();
  double chance = std::exp(-1.0);
  int number = 0;
  while (left >= chance && number < 20) {
    left -= chance;
    chance /= ++number;
  }
  return number;
}

// The values of one set of figures in all replicates.
class FigureSamples {
 public:
  void add(const Figures& figures) {
    for (const Rate rate : kRates) {
      if (figures.macro[rate].mean) macro_[rate].push_back(*figures.macro[rate].mean);
      if (figures.micro[rate]) micro_[rate].push_back(*figures.micro[rate]);
    }
  }

  FigureIntervals intervals() {
    FigureIntervals result;
    for (const Rate rate : kRates) {
      result.macro[rate] = middle_95(macro_[rate]);
      result.micro[rate] = middle_95(micro_[rate]);
    }
    return result;
  }

 private:
  PerRate<std::vector<double>> macro_;
  PerRate<std::vector<double>> micro_;
};

}  // namespace

void for_each_replicate(const BootstrapOptions& options,
                        const std::function<void(const BlockCounts::Weights&)>& visit) {
  BlockCounts::Weights weights;
  for (int replicate = 0; replicate < options.replicates; ++replicate) {
    Dice dice(options.seed, static_cast<std::uint64_t>(replicate));
    for (int& weight : weights) weight = poisson(dice);
    visit(weights);
  }
}

std::optional<Interval> middle_95(std::vector<double>& values) {
  if (values.size() < kMinValues) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - static_cast<double>(below));
  };
  return Interval{.lower = at(0.025), .upper = at(0.975)};
}

std::vector<GroupIntervals> bootstrap(const BlockCounts& blocks, std::span<const double> omission,
                                      std::span<const TagGroup> groups, const BootstrapOptions& options) {
  std::vector<FigureSamples> observed(groups.size()), complete(groups.size());
  for_each_replicate(options, [&](const BlockCounts::Weights& weights) {
    const std::vector<Confusion> counts = blocks.resampled(weights);
    const std::vector<Confusion> whole = corrected(counts, omission);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      observed[i].add(figures_of(counts, groups[i].tags));
      complete[i].add(figures_of(whole, groups[i].tags));
    }
  });
  std::vector<GroupIntervals> intervals;
  for (std::size_t i = 0; i < groups.size(); ++i)
    intervals.push_back({.observed = observed[i].intervals(), .corrected = complete[i].intervals()});
  return intervals;
}

}  // namespace jtp
