// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_measured.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <set>

#include "jtp/base/random.h"
#include "jtp/review/statistics.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

TEST(ReviewBands, StartBelowTheThresholdAndAscend) {
  EXPECT_EQ(review_bands(0.2F), (std::vector<float>{0.05F, 0.2F, 0.35F, 0.5F, 0.7F, 0.85F}));
  EXPECT_EQ(review_bands(0.5F), (std::vector<float>{0.125F, 0.5F, 0.7F, 0.85F}));
  EXPECT_EQ(review_bands(0.9F).size(), 2U);
  expect_error(ErrorKind::kUsage, "between 0 and 1", [] { review_bands(0); });
  expect_error(ErrorKind::kUsage, "between 0 and 1", [] { review_bands(std::nanf("")); });
}

TEST(ReviewBands, TreatTheirLowerEndLikeAThreshold) {
  const auto bands = review_bands(0.2F);
  EXPECT_EQ(band_of(0.05F, bands), -1);
  EXPECT_EQ(band_of(0.0501F, bands), 0);
  EXPECT_EQ(band_of(0.2F, bands), 0);  // a tag is chosen only if its score is greater
  EXPECT_EQ(band_of(0.2001F, bands), 1);
  EXPECT_EQ(band_of(1, bands), 5);
}

std::vector<ScoreCell> some_cells(int count, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<ScoreCell> cells;
  for (int i = 0; i < count; ++i) {
    cells.push_back({i, static_cast<int>(dice.below(3)), static_cast<int>(dice.below(4)),
                     static_cast<float>(dice.uniform())});
  }
  return cells;
}

TEST(MeasuredSample, DrawsEquallyFromEachBandAndWeighsTheCells) {
  const auto bands = review_bands(0.2F);
  const auto cells = some_cells(1000, 1);
  std::vector<double> population(bands.size());
  for (const ScoreCell& cell : cells) {
    if (const int band = band_of(cell.score, bands); band >= 0) ++population[static_cast<std::size_t>(band)];
  }
  std::vector<int> taken(bands.size());
  std::vector<double> weights(bands.size());
  std::set<int> pictures;
  for (const DrawnCell& drawn : measured_sample(cells, bands, 62, 5)) {
    ++taken[static_cast<std::size_t>(drawn.band)];
    weights[static_cast<std::size_t>(drawn.band)] += drawn.weight;
    pictures.insert(drawn.cell.picture);
    EXPECT_EQ(drawn.band, band_of(drawn.cell.score, bands));
  }
  EXPECT_EQ(taken, (std::vector<int>{10, 10, 10, 10, 11, 11}));
  EXPECT_EQ(pictures.size(), 62U);  // no cell twice
  for (std::size_t b = 0; b < bands.size(); ++b) EXPECT_NEAR(weights[b], population[b], 1e-9);
}

TEST(MeasuredSample, UsesAllOfASmallBandAndMoreOfTheOthers) {
  std::vector<ScoreCell> cells = {{0, 0, 0, 0.9F}, {1, 0, 0, 0.95F}};
  for (int i = 2; i < 100; ++i) cells.push_back({i, 0, 0, 0.3F});
  const auto drawn = measured_sample(cells, review_bands(0.2F), 10, 1);
  ASSERT_EQ(drawn.size(), 10U);
  EXPECT_EQ(std::count_if(drawn.begin(), drawn.end(), [](const DrawnCell& c) { return c.band == 5; }), 2);
  EXPECT_EQ(measured_sample(cells, review_bands(0.2F), 1000, 1).size(), 100U);
  EXPECT_TRUE(measured_sample({}, review_bands(0.2F), 10, 1).empty());
  EXPECT_TRUE(measured_sample(cells, review_bands(0.2F), 0, 1).empty());
  expect_error(ErrorKind::kUsage, "-1", [&] { measured_sample(cells, review_bands(0.2F), -1, 1); });
}

TEST(MeasuredSample, IsSpreadEvenlyOverTagsAndClusters) {
  std::vector<ScoreCell> cells;
  for (int i = 0; i < 1200; ++i) cells.push_back({i, i % 2, i / 2 % 3, 0.9F});  // six kinds, 200 of each
  std::map<std::pair<int, int>, int> kinds;
  for (const DrawnCell& drawn : measured_sample(cells, review_bands(0.2F), 60, 9)) {
    ++kinds[{drawn.cell.tag, drawn.cell.cluster}];
  }
  ASSERT_EQ(kinds.size(), 6U);
  for (const auto& [kind, count] : kinds) EXPECT_EQ(count, 10) << kind.first << "/" << kind.second;
}

TEST(MeasuredSample, GivesEveryCellOfABandTheSameChance) {
  const auto cells = some_cells(60, 3);
  const auto bands = review_bands(0.2F);
  std::vector<double> times(60);
  std::vector<int> in_band(bands.size());
  for (const ScoreCell& cell : cells) {
    if (const int band = band_of(cell.score, bands); band >= 0) ++in_band[static_cast<std::size_t>(band)];
  }
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    for (const DrawnCell& drawn : measured_sample(cells, bands, 18, static_cast<std::uint64_t>(round))) {
      ++times[static_cast<std::size_t>(drawn.cell.picture)];
    }
  }
  for (const ScoreCell& cell : cells) {
    const int band = band_of(cell.score, bands);
    if (band < 0) continue;
    const double chance = 3.0 / in_band[static_cast<std::size_t>(band)];
    const double deviation = std::sqrt(chance * (1 - chance) / kRounds);
    // 5 standard deviations: one of 60 cells exceeds them by chance once in 30,000 builds.
    EXPECT_NEAR(times[static_cast<std::size_t>(cell.picture)] / kRounds, chance, 5 * deviation);
  }
}

// Measures how often the 95 % interval of a sample of n contains the truth, for a tag whose scores have a
// distribution given by `shape` and are right with a probability that rises with the score.
struct TagWorld {
  const char* name;
  double shape;         // scores are uniform^shape: below 1, most are high
  double slope, shift;  // of the log-odds
};

double coverage(const TagWorld& world, int n, int rounds) {
  constexpr int kCells = 3000;
  Dice dice(17);
  std::vector<ScoreCell> cells;
  std::vector<bool> right;
  double truth = 0;
  for (int i = 0; i < kCells; ++i) {
    const double score = 0.2 + 0.8 * std::pow(dice.uniform(), world.shape);
    const double odds = world.slope * std::log(score / (1.0001 - score)) + world.shift;
    cells.push_back({i, 0, static_cast<int>(dice.below(8)), static_cast<float>(score)});
    right.push_back(dice.chance(1 / (1 + std::exp(-odds))));
    truth += right.back() ? 1.0 / kCells : 0.0;
  }
  const auto bands = review_bands(0.2F);
  std::vector<double> population(bands.size());
  for (const ScoreCell& cell : cells) ++population[static_cast<std::size_t>(band_of(cell.score, bands))];
  int held = 0;
  for (int round = 0; round < rounds; ++round) {
    std::vector<ReviewStratum> strata(bands.size());
    for (std::size_t b = 0; b < bands.size(); ++b) strata[b].cells = population[b];
    for (const DrawnCell& drawn :
         measured_sample(cells, bands, n, 1000 + static_cast<std::uint64_t>(round))) {
      ReviewStratum& stratum = strata[static_cast<std::size_t>(drawn.band)];
      ++stratum.answers;
      if (right[static_cast<std::size_t>(drawn.cell.picture)]) ++stratum.positive;
    }
    const auto share = weighted_share(std::span(strata).subspan(1));
    if (share && share->low <= truth && truth <= share->high) ++held;
  }
  return static_cast<double>(held) / rounds;
}

TEST(MeasuredSample, IntervalsOf95PercentCoverTheTruthAsOften) {
  constexpr std::array kWorlds = {TagWorld{"easy", 0.35, 1.3, 0.3}, TagWorld{"medium", 1.0, 1.3, 0.0},
                                  TagWorld{"bad", 2.5, 1.3, -0.8}};
  for (const TagWorld& world : kWorlds) {
    for (const int n : {30, 60, 120}) {
      const double held = coverage(world, n, 2000);
      RecordProperty(std::string(world.name) + "_" + std::to_string(n), std::to_string(held));
      EXPECT_GE(held, 0.93) << world.name << " n = " << n;
      EXPECT_LE(held, 0.98) << world.name << " n = " << n;
    }
  }
}

}  // namespace
}  // namespace jtp::test
