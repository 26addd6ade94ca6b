// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "jtp/base/random.h"
#include "jtp/eval/score_tally.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

// Tags with calibrated scores: for informedness, the best threshold of each tag is its frequency.
class CalibratedWorld {
 public:
  CalibratedWorld(int tags, int pictures, std::uint64_t seed)
      : vocabulary_(names(tags), std::vector<TagCategory>(static_cast<std::size_t>(tags))),
        tally_(tags, 0),
        omission_(static_cast<std::size_t>(tags)) {
    for (int tag = 0; tag < tags; ++tag) {
      tags_.push_back(tag);
      frequency_.push_back(std::pow(10.0, -0.5 - 1.5 * tag / tags));
    }
    Dice dice(seed);
    for (int picture = 0; picture < pictures; ++picture) add_picture(dice);
  }

  CalibrationData data() const {
    return {.vocabulary = vocabulary_,
            .tags = tags_,
            .curve = [this](int tag) { return tally_.curve(tag); },
            .prevalence = frequency_,
            .omission = omission_};
  }
  const std::vector<double>& frequency() const { return frequency_; }
  const ScoreTally& tally() const { return tally_; }

  // The mean informedness at thresholds that were chosen on other pictures.
  double informedness(std::span<const ChosenThreshold> chosen) const {
    double sum = 0;
    for (std::size_t i = 0; i < tags_.size(); ++i)
      sum += value_of(tally_.curve(tags_[i]).counts(static_cast<double>(chosen[i].threshold)),
                      Rate::kInformedness)
                 .value_or(0);
    return sum / static_cast<double>(tags_.size());
  }

 private:
  static std::vector<std::string> names(int count) {
    std::vector<std::string> names;
    for (int tag = 0; tag < count; ++tag) names.push_back("tag_" + std::to_string(tag));
    return names;
  }

  void add_picture(Dice& dice) {
    std::vector<TagScore> scores;
    std::vector<std::int16_t> labels;
    for (const int tag : tags_) {
      const double pi = frequency_[static_cast<std::size_t>(tag)];
      const bool there = dice.chance(pi);
      // Evidence from two normal distributions at distance 2: log-odds of 2 x.
      const double evidence = 2 * (dice.normal() + (there ? 1 : -1));
      const double score = 1 / (1 + std::exp(-evidence) * (1 - pi) / pi);
      scores.push_back({tag, static_cast<float>(score)});
      if (there) labels.push_back(static_cast<std::int16_t>(tag));
    }
    tally_.add({.key = 0, .scores = scores, .labels = labels});
  }

  Vocabulary vocabulary_;
  ScoreTally tally_;
  std::vector<int> tags_;
  std::vector<double> frequency_;
  std::vector<double> omission_;
};

std::vector<ChosenThreshold> choose(const CalibratedWorld& world, const std::string& criterion,
                                    ThresholdScope scope = ThresholdScope::kTag, double shrink = 50) {
  return calibrate(world.data(), {.criterion = parse_criterion(criterion), .scope = scope, .shrink = shrink});
}

TEST(Calibrate, FindsTheTagsFrequencyAsTheBestThreshold) {
  const CalibratedWorld world(20, 20'000, 1);
  const auto chosen = choose(world, "j", ThresholdScope::kTag, 1000);
  for (std::size_t tag = 0; tag < 20; ++tag) {
    const double pi = world.frequency()[tag], threshold = chosen[tag].threshold;
    EXPECT_NEAR(std::log(threshold / (1 - threshold)), std::log(pi / (1 - pi)), 0.6) << tag;
    EXPECT_EQ(chosen[tag].basis, ThresholdBasis::kOwn);
  }
}

// With few pictures, shrinkage is better than a single threshold and better than a search without shrinkage.
TEST(Calibrate, ShrinkageIsBetterOnUnseenPictures) {
  const CalibratedWorld few(100, 400, 2), others(100, 20'000, 3);
  const double global = others.informedness(choose(few, "j", ThresholdScope::kGlobal));
  const double raw = others.informedness(choose(few, "j", ThresholdScope::kTag, 0));
  const double shrunk = others.informedness(choose(few, "j"));
  EXPECT_GT(shrunk, raw + 0.005);
  EXPECT_GT(shrunk, global + 0.02);
}

TEST(Calibrate, ChoosesOneThresholdForAllOrPerCategory) {
  const CalibratedWorld world(10, 2000, 4);
  for (const auto scope : {ThresholdScope::kGlobal, ThresholdScope::kCategory}) {
    const auto chosen = choose(world, "f1", scope);
    for (const ChosenThreshold& one : chosen) EXPECT_EQ(one.threshold, chosen.front().threshold);
    EXPECT_GT(chosen.front().threshold, 0.05);
    EXPECT_LT(chosen.front().threshold, 0.6);
  }
}

// With the missing labels added, every picture has the tag: its informedness is undefined and must not affect
// other tags.
TEST(Calibrate, ATagThatIsAlwaysPresentDoesNotAffectOthers) {
  const CalibratedWorld world(6, 4000, 9);
  const std::vector<double> omission(6, 0.3);
  CalibrationData data = {.vocabulary = world.data().vocabulary,
                          .tags = world.data().tags,
                          .curve = world.data().curve,
                          .prevalence = world.data().prevalence,
                          .omission = omission};
  const auto own = data.curve;
  data.curve = [&own](int tag) {
    if (tag > 0) return own(tag);
    return ScoreCurve({{.score = 0.7, .positives = 0, .negatives = 800, .mean = 0.7},
                       {.score = 0.9, .positives = 3200, .negatives = 0, .mean = 0.9}});
  };
  for (const auto scope : {ThresholdScope::kGlobal, ThresholdScope::kCategory, ThresholdScope::kTag}) {
    for (const double shrink : {0.0, 50.0}) {
      const CalibrationOptions options{.criterion = parse_criterion("j"), .scope = scope, .shrink = shrink};
      const auto all = calibrate(data, options);
      CalibrationData others = data;
      others.tags = data.tags.subspan(1);
      const auto without = calibrate(others, options);
      for (std::size_t i = 0; i < without.size(); ++i)
        EXPECT_EQ(all[i + 1].threshold, without[i].threshold) << i;
      EXPECT_TRUE(std::isfinite(all[0].threshold));
    }
  }
}

TEST(Calibrate, KeepsTheTargetsOnOtherPictures) {
  const CalibratedWorld world(20, 4000, 5), others(20, 20'000, 6);
  const auto counts = [&](const std::string& criterion) {
    const auto chosen = choose(world, criterion, ThresholdScope::kGlobal);
    Confusion sum;
    for (int tag = 0; tag < 20; ++tag)
      sum += others.tally().curve(tag).counts(static_cast<double>(chosen.front().threshold));
    return sum;
  };
  const double precision = *value_of(counts("precision=0.8"), Rate::kPrecision);
  EXPECT_GT(precision, 0.8 - 0.005);
  EXPECT_LT(precision, 0.85);
  const double recall = *value_of(counts("recall=0.9"), Rate::kTpr);
  EXPECT_NEAR(recall, 0.9, 0.015);
  EXPECT_NEAR(counts("tags=2").predicted() / 20'000, 2, 0.1);
  const Confusion balanced = counts("p=r");
  EXPECT_NEAR(*value_of(balanced, Rate::kPrecision), *value_of(balanced, Rate::kTpr), 0.03);
}

TEST(Calibrate, GivesNeverIfNoThresholdMeetsTheCriterion) {
  const CalibratedWorld world(5, 300, 7);
  const auto chosen = choose(world, "precision=0.9999");
  for (const ChosenThreshold& one : chosen) EXPECT_EQ(one.threshold, std::numeric_limits<float>::infinity());
}

TEST(Calibrate, UsesTheGroupIfATagHasTooFewLabels) {
  const CalibratedWorld world(40, 60, 8);
  const auto chosen = choose(world, "j");
  EXPECT_EQ(chosen.front().basis, ThresholdBasis::kOwn);
  EXPECT_EQ(chosen.back().basis, ThresholdBasis::kGroup);
  EXPECT_LT(chosen.back().labels, 3);
  EXPECT_GT(chosen.back().threshold, 0);
  EXPECT_LT(chosen.back().threshold, 0.2);
}

TEST(Calibrate, RefusesANumberOfTagsPerCategory) {
  const CalibratedWorld world(2, 10, 9);
  test::expect_error(ErrorKind::kUsage, "a single category",
                     [&] { choose(world, "tags=3", ThresholdScope::kCategory); });
}

}  // namespace
}  // namespace jtp
