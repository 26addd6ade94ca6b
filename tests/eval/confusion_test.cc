// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/confusion.h"

#include <gtest/gtest.h>

#include <vector>

#include "jtp/base/random.h"

namespace jtp {
namespace {

TEST(Confusion, OmitsRatesWithoutADenominator) {
  const Rates rates = rates_of({.tp = 0, .fp = 0, .tn = 7, .fn = 0});
  EXPECT_FALSE(rates[Rate::kTpr]);
  EXPECT_EQ(rates[Rate::kTnr], 1);
  EXPECT_FALSE(rates[Rate::kInformedness]);
  EXPECT_FALSE(rates[Rate::kPrecision]);
  EXPECT_FALSE(rates[Rate::kF1]);
}

TEST(Confusion, AveragesTheTagsThatHaveAValue) {
  const std::vector<std::optional<double>> values = {0.5, std::nullopt, 1.0};
  const MeanOfTags mean = mean_of(values);
  EXPECT_EQ(mean.mean, 0.75);
  EXPECT_EQ(mean.tags, 2);
  EXPECT_FALSE(mean_of({}).mean);
}

// The formulas of docs/evaluation.md, expressed with rates.
TEST(Confusion, IsCorrectedByTheFormulas) {
  const Confusion counts{.tp = 60, .fp = 50, .tn = 850, .fn = 40};
  const double omission = 0.25;
  const Confusion whole = corrected(counts, omission);
  const double pi = 0.1, all = pi / (1 - omission), tpr = 0.6, fpr = 50.0 / 900;
  EXPECT_DOUBLE_EQ(*value_of(whole, Rate::kTpr), tpr);
  const double expected_fpr = (fpr * (1 - pi) - tpr * (all - pi)) / (1 - all);
  EXPECT_NEAR(1 - *value_of(whole, Rate::kTnr), expected_fpr, 1e-15);
  EXPECT_NEAR(*value_of(whole, Rate::kPrecision), 60.0 / 110 / 0.75, 1e-15);
  EXPECT_DOUBLE_EQ(whole.cells(), counts.cells());
  EXPECT_DOUBLE_EQ(whole.predicted(), counts.predicted());
}

TEST(Confusion, IsNotCorrectedBelowZero) {
  const Confusion whole = corrected({.tp = 90, .fp = 10, .tn = 1, .fn = 9}, 0.5);
  EXPECT_EQ(whole, (Confusion{.tp = 100, .fp = 0, .tn = 0, .fn = 10}));
}

TEST(Confusion, IsUnchangedWithoutOmission) {
  const Confusion counts{.tp = 1, .fp = 2, .tn = 3, .fn = 4};
  EXPECT_EQ(corrected(counts, 0), counts);
}

// A world with known truth: 4,000 cells for each of 60 tags, with labels omitted at different rates. The mean
// of the corrected figures matches the truth; that of the observed figures does not.
TEST(Confusion, CorrectsTheBiasOfMissingLabels) {
  constexpr int kTags = 60, kPictures = 4000;
  Dice dice(7);
  double truth = 0, observed = 0, repaired = 0, truth_precision = 0, repaired_precision = 0;
  for (int tag = 0; tag < kTags; ++tag) {
    const double omission = 0.1 + 0.5 * dice.uniform(), frequency = 0.1 + 0.3 * dice.uniform();
    Confusion complete, seen;
    for (int picture = 0; picture < kPictures; ++picture) {
      const bool there = dice.chance(frequency);
      const bool predicted = dice.chance(there ? 0.8 : 0.1);
      const bool labelled = there && !dice.chance(omission);
      (there ? (predicted ? complete.tp : complete.fn) : (predicted ? complete.fp : complete.tn)) += 1;
      (labelled ? (predicted ? seen.tp : seen.fn) : (predicted ? seen.fp : seen.tn)) += 1;
    }
    const Confusion whole = corrected(seen, omission);
    truth += *value_of(complete, Rate::kInformedness) / kTags;
    observed += *value_of(seen, Rate::kInformedness) / kTags;
    repaired += *value_of(whole, Rate::kInformedness) / kTags;
    truth_precision += *value_of(complete, Rate::kPrecision) / kTags;
    repaired_precision += *value_of(whole, Rate::kPrecision) / kTags;
  }
  // A tag's TPR has a standard deviation of about sqrt(0.16 / 400) = 0.02, the mean of 60 tags one of 0.003:
  // four of them.
  EXPECT_NEAR(repaired, truth, 0.012);
  EXPECT_NEAR(repaired_precision, truth_precision, 0.012);
  EXPECT_LT(observed, truth - 0.03);
}

}  // namespace
}  // namespace jtp
