// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

// A tag of a picture that a reviewer could be asked about.
struct ScoreCell {
  std::int32_t picture = 0;
  std::int32_t tag = 0;      // index among the tags that are asked about
  std::int32_t cluster = 0;  // of the picture
  float score = 0;
};

// The lower ends of the score bands of a measured sample: a quarter of the threshold, the threshold, and
// those of 0.35, 0.5, 0.7 and 0.85 that are greater. The first band holds the scores just below the
// threshold. As with thresholds, a score belongs to the last band whose lower end it exceeds; the last band
// ends at 1. Throws Error kUsage unless 0 < threshold < 1.
std::vector<float> review_bands(float threshold);

// The band of a score, or -1 if it is below all of them.
int band_of(float score, std::span<const float> bands);

struct DrawnCell {
  ScoreCell cell;
  int band = 0;
  double weight = 0;  // the number of cells of the population that it represents
};

// A random sample in which the probability of each cell to be chosen is known (docs/review.md). It has the
// same number of cells from each band, or all of a band that has fewer. Within a band every cell is equally
// likely, and the sample is spread evenly over the tags and clusters (systematic sampling from a random
// start). Cells with scores below all bands are ignored. The result is shuffled. Throws Error kUsage for a
// negative size.
std::vector<DrawnCell> measured_sample(std::span<const ScoreCell> cells, std::span<const float> bands,
                                       int size, std::uint64_t seed);

}  // namespace jtp
