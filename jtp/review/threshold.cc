// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/threshold.h"

#include <array>
#include <cstddef>

namespace jtp {
namespace {

using Strata = std::vector<ReviewStratum>;

// Assigns the answers of each band alternately to the two halves.
std::array<Strata, 2> halves_of(std::span<const ReviewedCell> cells, std::span<const ReviewStratum> strata) {
  std::array<Strata, 2> halves;
  for (Strata& half : halves) {
    for (const ReviewStratum& stratum : strata) half.push_back({.cells = stratum.cells});
  }
  std::vector<std::size_t> turn(strata.size());
  for (const ReviewedCell& cell : cells) {
    const auto band = static_cast<std::size_t>(cell.band);
    // Bands start with different halves, so that single answers do not all go to the same one.
    ReviewStratum& stratum = halves[(turn[band]++ + band) % 2][band];
    ++stratum.answers;
    stratum.positive += cell.positive;
  }
  return halves;
}

// The lowest band from which on the tags reach the precision.
std::optional<std::size_t> choose_band(const Strata& half, double precision) {
  std::vector<double> shares;
  std::vector<double> weights;
  for (const ReviewStratum& stratum : half) {
    shares.push_back((stratum.positive + 0.5) / (stratum.answers + 1));
    weights.push_back(stratum.answers + 1);
  }
  const std::vector<double> present = rising(shares, weights);
  std::optional<std::size_t> chosen;
  double cells = 0;
  double right = 0;
  for (std::size_t b = half.size(); b-- > 0;) {
    cells += half[b].cells;
    right += half[b].cells * present[b];
    if (cells > 0 && right >= precision * cells) chosen = b;
  }
  return chosen;
}

}  // namespace

std::vector<double> rising(std::span<const double> values, std::span<const double> weights) {
  struct Block {
    double sum;  // sum of value * weight
    double weight;
    std::size_t count;
  };
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < values.size(); ++i) {
    blocks.push_back({values[i] * weights[i], weights[i], 1});
    while (blocks.size() > 1) {
      const Block& last = blocks.back();
      Block& before = blocks[blocks.size() - 2];
      if (before.sum * last.weight <= last.sum * before.weight) break;
      before = {before.sum + last.sum, before.weight + last.weight, before.count + last.count};
      blocks.pop_back();
    }
  }
  std::vector<double> result;
  for (const Block& block : blocks) result.insert(result.end(), block.count, block.sum / block.weight);
  return result;
}

std::optional<ThresholdAdvice> advise_threshold(std::span<const ReviewedCell> cells,
                                                std::span<const ReviewStratum> strata,
                                                std::span<const float> bands, double precision) {
  const std::array<Strata, 2> halves = halves_of(cells, strata);
  const auto band = choose_band(halves[0], precision);
  if (!band) return std::nullopt;
  const auto confirming = weighted_share(std::span(halves[1]).subspan(*band), kOneSided90);
  if (!confirming) return std::nullopt;
  return ThresholdAdvice{
      .threshold = bands[*band], .is_confirmed = confirming->low >= precision, .confirming = *confirming};
}

}  // namespace jtp
