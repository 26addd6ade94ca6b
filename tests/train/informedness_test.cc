// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/informedness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/random.h"

namespace jtp {
namespace {

// The literal definition, at one threshold.
double macro_informedness(const std::vector<std::vector<float>>& scores,
                          const std::vector<std::vector<std::int16_t>>& labels, double threshold) {
  double sum = 0;
  int tags = 0;
  for (std::size_t t = 0; t < scores[0].size(); ++t) {
    double tp = 0, fp = 0, p = 0, n = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const bool holds = std::count(labels[i].begin(), labels[i].end(), static_cast<std::int16_t>(t)) > 0;
      (holds ? p : n) += 1;
      if (scores[i][t] > threshold) (holds ? tp : fp) += 1;
    }
    if (p == 0 || n == 0) continue;
    sum += tp / p - fp / n;
    ++tags;
  }
  return sum / tags;
}

TEST(Informedness, MatchesItsDefinition) {
  constexpr int kTags = 7;
  test::Random random(5);
  std::vector<std::vector<float>> scores;
  std::vector<std::vector<std::int16_t>> labels;
  InformednessCounter counter(kTags);
  for (int i = 0; i < 200; ++i) {
    std::vector<float> row;
    std::vector<std::int16_t> present;
    for (int t = 0; t < kTags; ++t) {
      // Half of the scores are exactly on thresholds.
      row.push_back(random.below(2) == 0 ? static_cast<float>(random.below(101)) / 100
                                         : (random.uniform() + 1) / 2);
      if (t < 6 && random.uniform() < row.back() - 0.7F) present.push_back(static_cast<std::int16_t>(t));
    }
    counter.add(row, present);
    scores.push_back(row);
    labels.push_back(present);
  }
  double best = -1;
  for (int b = 0; b < 100; ++b) {
    const double expected = macro_informedness(scores, labels, b / 100.0);
    if (b > 0) {
      EXPECT_NEAR(counter.at(b).at_cut, expected, 1e-12) << b;
      best = std::max(best, expected);
    }
  }
  EXPECT_NEAR(counter.at(20).best, best, 1e-12);
  EXPECT_EQ(counter.at(20).tags, 6);
}

TEST(Informedness, CountsNoTagWithoutPictures) { EXPECT_EQ(InformednessCounter(3).at(20).tags, 0); }

}  // namespace
}  // namespace jtp
