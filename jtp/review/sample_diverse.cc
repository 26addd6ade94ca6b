// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_diverse.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jtp {
namespace {

constexpr int kBlock = 64;  // rows: 300 kB with 1152 features each

// The relation of a picture to the others.
struct Standing {
  float neighbour = -1;  // cosine to the kNeighbours-th nearest row, or to the farthest if there are fewer
  double likeness = 0;   // sum of the cosines to all others
};

// The largest cosines seen so far; the smallest of them comes first.
class NearestFew {
 public:
  void add(float cosine) {
    const auto place = std::lower_bound(best_.begin(), best_.end(), cosine);
    if (best_.size() < kNeighbours) {
      best_.insert(place, cosine);
    } else if (place != best_.begin()) {
      std::move(best_.begin() + 1, place, best_.begin());
      *(place - 1) = cosine;
    }
  }
  float last() const { return best_.empty() ? -1.0F : best_.front(); }

 private:
  std::vector<float> best_;
};

std::vector<Standing> standings(const FeatureRows& rows) {
  const auto count = static_cast<std::size_t>(rows.size());
  std::vector<NearestFew> nearest(count);
  std::vector<Standing> result(count);
  // Works block by block, so that the rows of both blocks stay in the cache.
  for (int from = 0; from < rows.size(); from += kBlock) {
    for (int i = from; i < rows.size(); ++i) {
      for (int j = from; j < std::min(i, from + kBlock); ++j) {
        const float cosine = cosine_of(rows.row(i), rows.row(j));
        for (const int k : {i, j}) {
          nearest[static_cast<std::size_t>(k)].add(cosine);
          result[static_cast<std::size_t>(k)].likeness += cosine;
        }
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) result[i].neighbour = nearest[i].last();
  return result;
}

// The rows without the most isolated ones, by index.
std::vector<int> without_isolated(const std::vector<Standing>& standings, double share) {
  std::vector<int> order(standings.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return standings[static_cast<std::size_t>(a)].neighbour >
           standings[static_cast<std::size_t>(b)].neighbour;
  });
  const auto left_out = static_cast<std::size_t>(std::floor(static_cast<double>(order.size()) * share));
  order.resize(order.size() - left_out);
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

std::vector<int> diverse_sample(const FeatureRows& rows, int size, const DiverseRules& rules) {
  const std::vector<Standing> known = standings(rows);
  const std::vector<int> candidates = without_isolated(known, rules.isolated_share);
  std::vector<int> taken;
  if (candidates.empty() || size < 1) return taken;
  taken.push_back(*std::max_element(candidates.begin(), candidates.end(), [&](int a, int b) {
    return known[static_cast<std::size_t>(a)].likeness < known[static_cast<std::size_t>(b)].likeness;
  }));
  std::vector<float> closest(candidates.size(), -1.0F);  // cosine to the nearest chosen row
  while (static_cast<int>(taken.size()) < size) {
    const auto last = rows.row(taken.back());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      closest[i] = std::max(closest[i], cosine_of(rows.row(candidates[i]), last));
    }
    const auto farthest = std::min_element(closest.begin(), closest.end());
    if (*farthest >= rules.duplicate_from) break;
    taken.push_back(candidates[static_cast<std::size_t>(farthest - closest.begin())]);
  }
  return taken;
}

}  // namespace jtp
