// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/review/sample_features.h"

namespace jtp {

struct DiverseRules {
  float duplicate_from = 0.97F;  // cosine: of pictures that are this much alike one is enough
  double isolated_share = 0.01;  // of the pictures, those with the most distant neighbours, is left out
};

// Of how many neighbours the last one says how isolated a picture is: a few near-duplicates of a stray do not
// make it common.
inline constexpr int kNeighbours = 5;

// Rows that are as different as possible: those that are isolated are left out, then each next one is the
// farthest from all that were taken (Gonzalez 1985), beginning with the one that is most like the others.
// Fewer than `size` where everything else is a near-duplicate of what was taken. Shows kinds of failures; no
// figure can be computed from it, since nothing is known about how likely a picture was to be taken.
//
// Compares every pair: N^2 / 2 products of the width.
std::vector<int> diverse_sample(const FeatureRows& rows, int size, const DiverseRules& rules);

}  // namespace jtp
