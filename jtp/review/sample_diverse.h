// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/review/sample_features.h"

namespace jtp {

struct DiverseRules {
  float duplicate_from = 0.97F;  // cosine: pictures that are at least this similar are duplicates
  double isolated_share = 0.01;  // share of the pictures, those with the most distant neighbours, that is
                                 // excluded
};

// The distance to this neighbour decides how isolated a picture is: a few near-duplicates of an outlier do
// not make it common.
inline constexpr int kNeighbours = 5;

// Rows that differ as much as possible. Isolated rows are excluded first. Then, starting with the row that is
// most similar to the others, each next row is the one farthest from all chosen ones (Gonzalez 1985). Fewer
// than `size` if all other rows are near-duplicates of chosen ones. This shows kinds of failures. No figure
// can be computed from it, because the probability to be chosen is unknown.
//
// Compares every pair: N^2 / 2 products of the width.
std::vector<int> diverse_sample(const FeatureRows& rows, int size, const DiverseRules& rules);

}  // namespace jtp
