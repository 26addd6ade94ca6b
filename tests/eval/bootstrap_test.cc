// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "jtp/base/random.h"

namespace jtp {
namespace {

TEST(Bootstrap, DrawsPoissonNumbersWithMeanOne) {
  std::array<int, 8> seen{};
  int draws = 0;
  for_each_replicate({.replicates = 1000}, [&](const BlockCounts::Weights& weights) {
    for (const int weight : weights) {
      ++seen[static_cast<std::size_t>(std::min(weight, 7))];
      ++draws;
    }
  });
  double chance = std::exp(-1.0);
  for (int number = 0; number < 5; ++number) {
    const double deviation = std::sqrt(chance * (1 - chance) / draws);
    EXPECT_NEAR(static_cast<double>(seen[static_cast<std::size_t>(number)]) / draws, chance, 5 * deviation);
    chance /= number + 1;
  }
}

TEST(Bootstrap, TakesTheMiddleOfTheValues) {
  std::vector<double> values(101);
  std::iota(values.rbegin(), values.rend(), 0);
  EXPECT_EQ(*middle_95(values), (Interval{2.5, 97.5}));
  values.resize(39);
  EXPECT_FALSE(middle_95(values));
}

// A world whose true figures are known: 40 tags with different omission rates, and dependent tags within a
// picture. Each repetition draws pictures, evaluates them and checks whether the interval contains the truth.
class Coverage {
 public:
  static constexpr int kTags = 40, kPictures = 400, kRepetitions = 300;

  Coverage() {
    Dice dice(5);
    for (int tag = 0; tag < kTags; ++tag) {
      frequency_.push_back(0.05 + 0.3 * dice.uniform());
      omission_.push_back(0.1 + 0.4 * dice.uniform());
      recall_.push_back(0.6 + 0.3 * dice.uniform());
      alarm_.push_back(0.02 + 0.1 * dice.uniform());
      truth_ += (recall_.back() - alarm_.back()) / kTags;
    }
    group_.tags.resize(kTags);
    std::iota(group_.tags.begin(), group_.tags.end(), 0);
  }

  void run() {
    for (int i = 0; i < kRepetitions; ++i) {
      BlockCounts blocks(std::vector<double>(kTags, 0.5));
      Dice dice(6, static_cast<std::uint64_t>(i));
      for (int picture = 0; picture < kPictures; ++picture) add(blocks, dice);
      const auto intervals = bootstrap(blocks, omission_, {&group_, 1}, {.replicates = 200});
      const auto holds = [&](const FigureIntervals& figures) {
        return figures.macro[Rate::kInformedness]->contains(truth_) ? 1 : 0;
      };
      observed += holds(intervals.front().observed);
      complete += holds(intervals.front().corrected);
    }
  }

  int observed = 0;  // number of intervals of each kind that contain the truth
  int complete = 0;

 private:
  void add(BlockCounts& blocks, Dice& dice) {
    std::vector<TagScore> scores;
    std::vector<std::int16_t> labels;
    const double busy = dice.chance(0.5) ? 1.5 : 0.5;  // pictures with many tags and pictures with few
    for (int tag = 0; tag < kTags; ++tag) {
      const auto t = static_cast<std::size_t>(tag);
      const bool there = dice.chance(busy * frequency_[t]);
      if (dice.chance(there ? recall_[t] : alarm_[t])) scores.push_back({tag, 0.9F});
      if (there && !dice.chance(omission_[t])) labels.push_back(static_cast<std::int16_t>(tag));
    }
    blocks.add({.key = dice.bits(), .scores = scores, .labels = labels});
  }

  std::vector<double> frequency_, omission_, recall_, alarm_;
  double truth_ = 0;
  TagGroup group_;
};

TEST(Bootstrap, IntervalsOfCorrectedInformednessCoverTheTruth) {
  Coverage coverage;
  coverage.run();
  // 300 repetitions: the standard deviation of a share of 0.95 is 0.013; three of them, plus one for having
  // only 128 blocks.
  EXPECT_NEAR(static_cast<double>(coverage.complete) / Coverage::kRepetitions, 0.95, 0.05);
  EXPECT_LT(coverage.observed, Coverage::kRepetitions / 2) << "without the correction they must not";
}

}  // namespace
}  // namespace jtp
