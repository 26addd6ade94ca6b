// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_clusters.h"

#include <algorithm>
#include <numeric>

#include "jtp/base/error.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

// The index at which the running sum of `weights` exceeds `share` of the total; a random one if all weights
// are 0.
int draw_by_weight(const std::vector<double>& weights, Dice& dice) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(sum > 0)) return static_cast<int>(dice.below(weights.size()));
  double left = dice.uniform() * sum;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    left -= weights[i];
    if (left < 0) return static_cast<int>(i);
  }
  const auto last = std::find_if(weights.rbegin(), weights.rend(), [](double weight) { return weight > 0; });
  return static_cast<int>(weights.rend() - last) - 1;
}

FeatureRows first_centres(const FeatureRows& rows, int clusters, Dice& dice) {
  FeatureRows centres(rows.width());
  std::vector<double> distances(static_cast<std::size_t>(rows.size()),
                                1.0);  // squared, to the nearest centre
  while (centres.size() < clusters) {
    centres.add(rows.row(draw_by_weight(distances, dice)));
    const auto centre = centres.row(centres.size() - 1);
    for (int i = 0; i < rows.size(); ++i) {
      double& distance = distances[static_cast<std::size_t>(i)];
      const double found = std::max(0.0, 2.0 - 2.0 * cosine_of(rows.row(i), centre));
      distance = centres.size() == 1 ? found : std::min(distance, found);
    }
  }
  return centres;
}

// The mean direction of each cluster; the centre of an empty cluster stays.
FeatureRows moved_centres(const FeatureRows& rows, const Clustering& before) {
  const std::size_t width = rows.width();
  std::vector<double> sums(static_cast<std::size_t>(before.centres.size()) * width);
  for (int i = 0; i < rows.size(); ++i) {
    double* sum =
        sums.data() + static_cast<std::size_t>(before.of_picture[static_cast<std::size_t>(i)]) * width;
    const auto row = rows.row(i);
    for (std::size_t d = 0; d < width; ++d) sum[d] += row[d];
  }
  FeatureRows centres(width);
  for (int c = 0; c < before.centres.size(); ++c) {
    const auto begin = sums.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(c) * width);
    const std::vector<float> mean(begin, begin + static_cast<std::ptrdiff_t>(width));
    const bool is_empty = std::all_of(mean.begin(), mean.end(), [](float value) { return value == 0; });
    if (is_empty) {
      centres.add(before.centres.row(c));
    } else {
      centres.add(mean);
    }
  }
  return centres;
}

std::vector<int> nearest_centres(const FeatureRows& rows, const FeatureRows& centres) {
  std::vector<int> nearest;
  nearest.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) nearest.push_back(nearest_centre(centres, rows.row(i)));
  return nearest;
}

}  // namespace

int nearest_centre(const FeatureRows& centres, std::span<const float> features) {
  int nearest = 0;
  float greatest = -2;
  for (int c = 0; c < centres.size(); ++c) {
    const float cosine = cosine_of(centres.row(c), features);
    if (cosine > greatest) {
      greatest = cosine;
      nearest = c;
    }
  }
  return nearest;
}

Clustering cluster_features(const FeatureRows& rows, int clusters, std::uint64_t seed) {
  if (clusters < 1) fail(ErrorKind::kUsage, "the number of clusters must be at least 1, not {}", clusters);
  Dice dice(seed);
  Clustering result{.centres = first_centres(rows, std::min(clusters, rows.size()), dice), .of_picture = {}};
  result.of_picture = nearest_centres(rows, result.centres);
  for (int round = 0; round < kClusterRounds; ++round) {
    result.centres = moved_centres(rows, result);
    std::vector<int> nearest = nearest_centres(rows, result.centres);
    const bool is_settled = nearest == result.of_picture;
    result.of_picture = std::move(nearest);
    if (is_settled) break;
  }
  return result;
}

}  // namespace jtp
