// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/review/sample_features.h"

namespace jtp {

struct Clustering {
  FeatureRows centres;          // [k]
  std::vector<int> of_picture;  // [N]: which centre is nearest
};

// Spherical k-means: seeds far apart by chance (k-means++, Arthur and Vassilvitskii 2007), then at most
// kClusterRounds rounds of Lloyd's. As many clusters as asked for, or as there are rows. The same for the
// same rows and seed on every machine of one build. Throws Error kUsage for fewer than one cluster.
Clustering cluster_features(const FeatureRows& rows, int clusters, std::uint64_t seed);

inline constexpr int kClusterRounds = 25;

// The centre with the greatest cosine; the first of equals. `features`: of length 1 or not.
int nearest_centre(const FeatureRows& centres, std::span<const float> features);

}  // namespace jtp
