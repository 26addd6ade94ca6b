// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/base/random.h"
#include "jtp/review/sample_features.h"

namespace jtp::test {

// Pictures in groups: `sizes[g]` rows around direction g of `width`, each with some noise.
inline FeatureRows feature_blobs(const std::vector<int>& sizes, std::size_t width, double noise,
                                 std::uint64_t seed) {
  FeatureRows rows(width);
  for (std::size_t g = 0; g < sizes.size(); ++g) {
    Dice centre(seed, g);
    std::vector<float> middle(width);
    for (float& value : middle) value = static_cast<float>(centre.normal());
    for (int i = 0; i < sizes[g]; ++i) {
      Dice dice(seed + 1, g * 100'000 + static_cast<std::size_t>(i));
      std::vector<float> row = middle;
      for (float& value : row) value += static_cast<float>(noise * dice.normal());
      rows.add(row);
    }
  }
  return rows;
}

}  // namespace jtp::test
