// SPDX-License-Identifier: Apache-2.0
// The metrics of the golden data, with both kinds of tallies.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "jtp/eval/evaluation.h"
#include "jtp/eval/predictions.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr double kTolerance = 1e-12;  // of the reference, for ratios

Json expected() { return Json::parse(test::read_text(test::golden_dir() / "eval" / "expected.json")); }

Evaluation evaluate_golden(double threshold, std::size_t exact_scores = ScoreTally::kExactScores) {
  const Predictions predictions(test::golden_dir() / "eval" / "data.safetensors");
  const auto tags = static_cast<std::size_t>(predictions.tags());
  ScoreTally tally(predictions.tags(), 0, exact_scores);
  BlockCounts blocks(std::vector<double>(tags, threshold));
  predictions.for_each([&](const ScoredLabels& picture) {
    tally.add(picture);
    blocks.add(picture);
  });
  TagGroup all{.name = "all", .tags = std::vector<int>(tags)};
  std::iota(all.tags.begin(), all.tags.end(), 0);
  return evaluate(tally, blocks, std::vector<double>(tags), {&all, 1}, {.replicates = 40});
}

void expect_value(const std::optional<double>& value, const Json& expected, const std::string& what) {
  ASSERT_EQ(value.has_value(), !expected.is_null()) << what;
  EXPECT_NEAR(value.value_or(0), expected.is_null() ? 0 : expected.get<double>(), kTolerance) << what;
}

void expect_counts(const Confusion& counts, const Json& expected, const std::string& what) {
  EXPECT_EQ(counts.tp, expected["tp"]) << what;
  EXPECT_EQ(counts.fp, expected["fp"]) << what;
  EXPECT_EQ(counts.tn, expected["tn"]) << what;
  EXPECT_EQ(counts.fn, expected["fn"]) << what;
  const Rates rates = rates_of(counts);
  for (const Rate rate : kRates)
    expect_value(rates[rate], expected[std::string(to_string(rate))],
                 what + " " + std::string(to_string(rate)));
}

void expect_figures(const Figures& figures, const Json& expected) {
  expect_counts(figures.cells, expected["micro"], "micro");
  for (const Rate rate : kRates) {
    const std::string name(to_string(rate));
    expect_value(figures.macro[rate].mean, expected["macro"][name]["mean"], "macro " + name);
    EXPECT_EQ(figures.macro[rate].tags, expected["macro"][name]["tags"]) << name;
  }
}

TEST(GoldenMetrics, AtGivenThresholds) {
  const Json thresholds = expected()["at_threshold"];
  ASSERT_EQ(thresholds.size(), 3U);
  for (const auto& [threshold, at] : thresholds.items()) {
    const Evaluation evaluation = evaluate_golden(std::stod(threshold));
    EXPECT_EQ(evaluation.pictures, 500);
    ASSERT_EQ(evaluation.tags.size(), 40U);
    for (std::size_t tag = 0; tag < 40; ++tag)
      expect_counts(evaluation.tags[tag].counts, at["tags"][tag], threshold + ", tag " + std::to_string(tag));
    expect_figures(evaluation.groups.front().observed, at);
  }
}

TEST(GoldenMetrics, AveragePrecision) {
  const Json average = expected()["average_precision"];
  const Evaluation evaluation = evaluate_golden(0.2);
  for (std::size_t tag = 0; tag < 40; ++tag)
    expect_value(evaluation.tags[tag].average_precision, average["per_tag"][tag], std::to_string(tag));
  const GroupEvaluation& all = evaluation.groups.front();
  expect_value(all.average_precision.mean, average["macro"]["mean"], "macro");
  EXPECT_EQ(all.average_precision.tags, average["macro"]["tags"]);
  expect_value(all.micro_average_precision, average["micro"], "micro");
}

TEST(GoldenMetrics, BestThresholds) {
  const Json golden = expected();
  const Evaluation evaluation = evaluate_golden(0.2);
  for (std::size_t tag = 0; tag < 40; ++tag) {
    SCOPED_TRACE(tag);
    const Json& best = golden["best_threshold"][tag];
    const auto& found = evaluation.tags[tag].best;
    ASSERT_EQ(found.has_value(), !best.is_null());
    expect_counts(evaluation.tags[tag].at_best, golden["at_best_thresholds"]["tags"][tag], "at best");
    if (!found) continue;
    EXPECT_NEAR(found->informedness, best["informedness"].get<double>(), kTolerance);
    EXPECT_EQ(found->threshold, best["threshold"].get<double>());
    ASSERT_EQ(found->ranges.size(), best["intervals"].size());
    for (std::size_t i = 0; i < found->ranges.size(); ++i) {
      EXPECT_EQ(found->ranges[i].lower, best["intervals"][i][0].get<double>());
      EXPECT_EQ(found->ranges[i].upper, best["intervals"][i][1].get<double>());
    }
  }
  expect_figures(evaluation.groups.front().at_best, golden["at_best_thresholds"]);
}

// The binned figures are within their stated bounds of the truth.
TEST(GoldenMetrics, BinsStateTheirError) {
  const Json golden = expected();
  const Evaluation evaluation = evaluate_golden(0.2, 0);
  EXPECT_EQ(evaluation.resolution.kind, StepKind::kBins);
  const Resolution& resolution = evaluation.resolution;
  EXPECT_GT(resolution.average_precision, 0);
  double farthest = 0;
  for (std::size_t tag = 0; tag < 40; ++tag) {
    SCOPED_TRACE(tag);
    expect_counts(evaluation.tags[tag].counts, golden["at_threshold"]["0.2"]["tags"][tag], "exact");
    const Json& best = golden["best_threshold"][tag];
    ASSERT_EQ(evaluation.tags[tag].best.has_value(), !best.is_null());
    if (!best.is_null()) {
      const double exact = best["informedness"].get<double>();
      EXPECT_LE(evaluation.tags[tag].best->informedness, exact + kTolerance);
      EXPECT_GE(evaluation.tags[tag].best->informedness, exact - resolution.best_informedness - kTolerance);
    }
    const Json& average = golden["average_precision"]["per_tag"][tag];
    if (!average.is_null()) {
      const double error = std::abs(*evaluation.tags[tag].average_precision - average.get<double>());
      EXPECT_LE(error, resolution.average_precision);
      farthest = std::max(farthest, error);
    }
  }
  EXPECT_GT(farthest, 0);
}

}  // namespace
}  // namespace jtp
