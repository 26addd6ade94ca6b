// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

// A tag of a picture that a person could be asked about.
struct ScoreCell {
  std::int32_t picture = 0;
  std::int32_t tag = 0;      // of the tags that are asked about
  std::int32_t cluster = 0;  // of the picture
  float score = 0;
};

// Where the score bands of a measured sample begin: a quarter of the threshold, the threshold, and those of
// 0.35, 0.5, 0.7 and 0.85 that lie above it. The first band holds what the threshold just misses. A score
// belongs to the last band whose beginning it is greater than, as with thresholds; the last band ends with 1.
// Throws Error kUsage unless 0 < threshold < 1.
std::vector<float> review_bands(float threshold);

// The band of a score, or -1 below all of them.
int band_of(float score, std::span<const float> bands);

struct DrawnCell {
  ScoreCell cell;
  int band = 0;
  double weight = 0;  // how many cells of the population it stands for
};

// A random sample of which it is known how likely each cell was to be in it (docs/review.md). The same number
// from each band, or all of a band that has fewer; inside a band every cell is equally likely, and the sample
// goes evenly through the tags and clusters (systematic sampling from a random beginning). `cells` of scores
// below all bands are ignored. The result is in the order of a shuffled pack. Throws Error kUsage for a
// negative size.
std::vector<DrawnCell> measured_sample(std::span<const ScoreCell> cells, std::span<const float> bands,
                                       int size, std::uint64_t seed);

}  // namespace jtp
