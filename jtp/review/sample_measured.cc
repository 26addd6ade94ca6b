// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_measured.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

template <typename T>
void shuffle(std::vector<T>& things, Dice& dice) {
  for (std::size_t i = things.size(); i > 1; --i) std::swap(things[i - 1], things[dice.below(i)]);
}

// Assigns the sample to bands: one cell to each band that has any left, in turn, highest band first, until
// the sample is complete or no cells are left.
std::vector<std::size_t> allocate(const std::vector<std::vector<ScoreCell>>& bands, std::size_t size) {
  std::vector<std::size_t> shares(bands.size());
  for (bool gave = true; gave && size > 0;) {
    gave = false;
    for (std::size_t b = bands.size(); b-- > 0 && size > 0;) {
      if (shares[b] == bands[b].size()) continue;
      ++shares[b];
      --size;
      gave = true;
    }
  }
  return shares;
}

}  // namespace

std::vector<float> review_bands(float threshold) {
  if (!(threshold > 0 && threshold < 1)) {
    fail(ErrorKind::kUsage, "the threshold of a review must lie between 0 and 1, not {}", threshold);
  }
  std::vector<float> bands = {threshold / 4, threshold};
  for (const float edge : {0.35F, 0.5F, 0.7F, 0.85F}) {
    if (edge > threshold) bands.push_back(edge);
  }
  return bands;
}

int band_of(float score, std::span<const float> bands) {
  const auto above = std::lower_bound(bands.begin(), bands.end(), score);
  return static_cast<int>(above - bands.begin()) - 1;
}

std::vector<DrawnCell> measured_sample(std::span<const ScoreCell> cells, std::span<const float> bands,
                                       int size, std::uint64_t seed) {
  if (size < 0) fail(ErrorKind::kUsage, "a sample cannot have {} questions", size);
  Dice dice(seed);
  std::vector<std::vector<ScoreCell>> by_band(bands.size());
  for (const ScoreCell& cell : cells) {
    const int band = band_of(cell.score, bands);
    if (band >= 0) by_band[static_cast<std::size_t>(band)].push_back(cell);
  }
  const std::vector<std::size_t> shares = allocate(by_band, static_cast<std::size_t>(size));
  std::vector<DrawnCell> drawn;
  for (std::size_t b = 0; b < by_band.size(); ++b) {
    std::vector<ScoreCell>& band = by_band[b];
    if (shares[b] == 0) continue;
    shuffle(band, dice);  // so that cells of the same tag and cluster are in random order
    std::stable_sort(band.begin(), band.end(), [](const ScoreCell& x, const ScoreCell& y) {
      return std::tie(x.tag, x.cluster) < std::tie(y.tag, y.cluster);
    });
    const double step = static_cast<double>(band.size()) / static_cast<double>(shares[b]);
    const double begin = dice.uniform() * step;
    for (std::size_t i = 0; i < shares[b]; ++i) {
      const auto at = static_cast<std::size_t>(begin + static_cast<double>(i) * step);
      drawn.push_back({band[std::min(at, band.size() - 1)], static_cast<int>(b), step});
    }
  }
  shuffle(drawn, dice);
  return drawn;
}

}  // namespace jtp
