// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/prior/context_fit.h"
#include "jtp/prior/naive_bayes.h"
#include "tests/prior/synth_set.h"

namespace jtp {
namespace {

// Even posts have the tags 0, 1, 2; odd posts have 3, 4, 5.
LabelSets two_kinds(std::int64_t posts) {
  LabelSets sets;
  sets.tags = 6;
  for (std::int64_t i = 0; i < posts; ++i) {
    for (int k = 0; k < 3; ++k) sets.labels.push_back(static_cast<std::int16_t>(i % 2 * 3 + k));
    sets.begin.push_back(static_cast<std::int64_t>(sets.labels.size()));
    sets.sample.push_back(i);
  }
  return sets;
}

ContextModel right_model() {
  std::vector<ContextWeight> weights;
  for (std::int16_t s = 0; s < 6; ++s) {
    for (std::int16_t t = 0; t < 6; ++t) {
      if (s != t) weights.push_back({s, t, s / 3 == t / 3 ? 4.0F : -4.0F});
    }
  }
  return {std::vector<float>(6, 0.0F), weights};
}

TEST(EvaluatePrior, MatchesTheDefinitionsOnAWorldOfTwoKinds) {
  const LabelSets posts = two_kinds(10);
  const ImpliedPairs implied(6);
  const std::vector<float> omission(6, 0.3F);
  ThreadPool pool(2);
  const PriorQuality quality = evaluate_prior(right_model(), {posts, implied, omission, {}}, pool);
  // A present tag has two positive neighbours, an absent one three negative ones.
  const double expected = (std::log1p(std::exp(-8.0)) + std::log1p(std::exp(-12.0))) / 2;
  EXPECT_NEAR(quality.log_loss, expected, 1e-7);
  EXPECT_DOUBLE_EQ(quality.auc, 1);
  EXPECT_EQ(quality.hidden, 10U);
  EXPECT_DOUBLE_EQ(quality.recall_5, 1);
  EXPECT_FALSE(quality.missing);
}

TEST(EvaluatePrior, MeasuresWhetherOmittedTagsAreFound) {
  LabelSets posts = two_kinds(2);
  TrueLabels truth;
  truth[0] = {0, 1, 2};
  posts.labels = {0, 1, 3, 4, 5};  // post 0 lacks tag 2
  posts.begin = {0, 2, 5};
  const ImpliedPairs implied(6);
  const std::vector<float> omission(6, 0.3F);
  ThreadPool pool(1);
  const PriorQuality quality = evaluate_prior(right_model(), {posts, implied, omission, truth}, pool);
  ASSERT_TRUE(quality.missing);
  EXPECT_EQ(quality.missing->cells, 4U);
  EXPECT_EQ(quality.missing->missing, 1U);
  EXPECT_DOUBLE_EQ(quality.missing->auc, 1);
}

TEST(EvaluatePrior, NeverHidesAnImpliedTag) {
  const Vocabulary vocabulary({"a", "b", "c", "d", "e", "f"}, std::vector<TagCategory>(6));
  TagGraph graph;
  graph.parse_implications("from,to\na,b\nb,c\nc,a\nd,e\ne,f\nf,d\n", "i.csv");
  const LabelSets posts = two_kinds(10);
  const std::vector<float> omission(6, 0.3F);
  ThreadPool pool(1);
  EXPECT_EQ(
      evaluate_prior(right_model(), {posts, ImpliedPairs(vocabulary, graph), omission, {}}, pool).hidden, 0U);
}

TEST(EvaluatePrior, IsTheSameForAnyNumberOfThreads) {
  const SynthWorld world({.tags = 100, .posts = 1, .omission = 0.3, .seed = 1});
  const LabelSets posts = test::synth_labels(world, 0, 500);
  const std::vector<float> omission(static_cast<std::size_t>(posts.tags), 0.3F);
  const ImpliedPairs implied(posts.tags);
  ThreadPool one(1), three(3);
  const ContextModel model = naive_bayes_model(posts, test::frequencies(posts), implied, one);
  const PriorQuality a = evaluate_prior(model, {posts, implied, omission, {}}, one);
  const PriorQuality b = evaluate_prior(model, {posts, implied, omission, {}}, three);
  EXPECT_EQ(a.log_loss, b.log_loss);
  EXPECT_EQ(a.auc, b.auc);
  EXPECT_EQ(a.calibration_error, b.calibration_error);
  EXPECT_EQ(a.recall_10, b.recall_10);
}

TEST(PriorQuality, IsBetterThanTheBaselinesOnASyntheticWorld) {
  const SynthWorld world({.tags = 120, .posts = 1, .omission = 0.3, .seed = 1});
  const LabelSets train = test::synth_labels(world, 0, 12000);
  const LabelSets validation = test::synth_labels(world, 20000, 2000);
  const LabelSets held_out = test::synth_labels(world, 30000, 2000);
  const std::vector<float> frequencies = test::frequencies(train);
  std::vector<float> omission(frequencies.size(), 0.3F);
  TrueLabels truth;
  for (std::int64_t i = 30000; i < 32000; ++i) {
    for (const std::uint32_t tag : world.post(static_cast<std::uint64_t>(i)).truth)
      truth[i].push_back(static_cast<std::int16_t>(tag));
  }
  ThreadPool pool(2);
  FitJournal journal;
  std::vector<std::string> names;
  std::string implications = "from,to\n";
  for (std::uint32_t tag = 0; tag < world.tags(); ++tag) {
    names.push_back("t" + std::to_string(tag));
    if (world.implied(tag) != tag)
      implications += names.back() + ",t" + std::to_string(world.implied(tag)) + "\n";
  }
  TagGraph graph;
  graph.parse_implications(implications, "i.csv");
  const ImpliedPairs implied(Vocabulary(names, std::vector<TagCategory>(names.size())), graph);
  ContextModel ising =
      fit_context(train, frequencies, implied, {.passes = 10}, {pool, journal, [](int, int) {}});
  calibrate_by_tag(ising, validation, pool);
  const EvaluationInput input{held_out, implied, omission, truth};
  const PriorQuality marginal = evaluate_prior(marginal_model(frequencies), input, pool);
  const PriorQuality bayes =
      evaluate_prior(naive_bayes_model(train, frequencies, implied, pool), input, pool);
  const PriorQuality quality = evaluate_prior(ising, input, pool);
  EXPECT_LE(quality.log_loss, 0.80 * marginal.log_loss);
  EXPECT_LT(quality.log_loss, bayes.log_loss);
  EXPECT_GE(quality.recall_10, 2 * marginal.recall_10);
  EXPECT_LT(quality.calibration_error, bayes.calibration_error);
  EXPECT_GT(quality.missing->auc, marginal.missing->auc);
}

}  // namespace
}  // namespace jtp
