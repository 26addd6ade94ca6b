// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/review/sample_features.h"

namespace jtp {

struct Clustering {
  FeatureRows centres;          // [k]
  std::vector<int> of_picture;  // [N]: index of the nearest centre
};

// Spherical k-means: random seeds that are far apart (k-means++, Arthur and Vassilvitskii 2007), then at most
// kClusterRounds rounds of Lloyd's algorithm. Makes as many clusters as requested, but not more than rows.
// The result depends only on the rows, the seed and the build, not on the machine. Throws Error kUsage for
// fewer than one cluster.
Clustering cluster_features(const FeatureRows& rows, int clusters, std::uint64_t seed);

inline constexpr int kClusterRounds = 25;

// The centre with the greatest cosine; the first of equals. `features` may have any length.
int nearest_centre(const FeatureRows& centres, std::span<const float> features);

}  // namespace jtp
