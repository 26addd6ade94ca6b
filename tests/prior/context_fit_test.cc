// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/context_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "jtp/base/digest.h"
#include "jtp/base/random.h"
#include "tests/prior/synth_set.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const FitProgress kSilent = [](int, int) {};

ContextModel fit(const LabelSets& posts, const ContextFitOptions& options, int threads) {
  FitJournal journal;
  ThreadPool pool(threads);
  return fit_context(posts, test::frequencies(posts), ImpliedPairs(posts.tags), options,
                     {pool, journal, kSilent});
}

std::string digest(const ContextModel& model) {
  Digest sum(DigestAlgorithm::kSha256);
  sum.update(std::as_bytes(model.bias()));
  for (const ContextWeight& weight : model.weights()) {
    sum.update(std::as_bytes(std::span(&weight.input, 1)));
    sum.update(std::as_bytes(std::span(&weight.output, 1)));
    sum.update(std::as_bytes(std::span(&weight.value, 1)));
  }
  return sum.hex();
}

LabelSets small_world() {
  return test::synth_labels(SynthWorld({.tags = 60, .posts = 1, .omission = 0.2, .seed = 2}), 0, 3000);
}

// Three tags: tag 1 is exactly half as frequent with tag 0 as without it; tag 2 is independent.
LabelSets three_tags() {
  LabelSets sets;
  sets.tags = 3;
  Dice dice(5);
  for (std::int64_t i = 0; i < 40000; ++i) {
    const bool first = dice.chance(0.5);
    if (first) sets.labels.push_back(0);
    if (dice.chance(first ? 0.2 : 0.4)) sets.labels.push_back(1);
    if (dice.chance(0.3)) sets.labels.push_back(2);
    sets.begin.push_back(static_cast<std::int64_t>(sets.labels.size()));
    sets.sample.push_back(i);
  }
  return sets;
}

TEST(ContextFit, FindsTheLogOddsOfAKnownWorld) {
  const ContextModel model = fit(three_tags(), {.passes = 20, .least_weight = 0}, 2);
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  float weight = 0, none = 1;
  for (const ContextWeight& w : model.weights()) {
    if (w.input == 0 && w.output == 1) weight = w.value;
    if (w.input == 2 && w.output == 1) none = w.value;
  }
  // The log-odds ratio of 40,000 posts has a standard error of sqrt(1/4000 + 1/16000 + 1/8000 + 1/12000) =
  // 0.023.
  EXPECT_NEAR(weight, logit(0.2) - logit(0.4), 4 * 0.023);
  EXPECT_NEAR(none, 0, 4 * 0.025);
  EXPECT_NEAR(model.bias()[1], logit(0.4), 4 * 0.02);
}

TEST(ContextFit, IsTheSameForAnyNumberOfThreads) {
  const LabelSets posts = small_world();
  const std::string one = digest(fit(posts, {.passes = 3}, 1));
  EXPECT_EQ(digest(fit(posts, {.passes = 3}, 2)), one);
  EXPECT_EQ(digest(fit(posts, {.passes = 3}, 5)), one);
  EXPECT_NE(digest(fit(posts, {.passes = 4}, 1)), one);
}

TEST(ContextFit, ConnectsNoTagWithItselfOrImpliedTags) {
  const LabelSets posts = small_world();
  std::vector<std::string> names;
  for (int i = 0; i < posts.tags; ++i) names.push_back("tag_" + std::to_string(i));
  const Vocabulary vocabulary(names, std::vector<TagCategory>(names.size()));
  TagGraph graph;
  graph.parse_implications("from,to\ntag_3,tag_1\ntag_1,tag_0\n", "i.csv");
  FitJournal journal;
  ThreadPool pool(2);
  const ContextModel model = fit_context(posts, test::frequencies(posts), ImpliedPairs(vocabulary, graph),
                                         {.passes = 2, .least_weight = 0}, {pool, journal, kSilent});
  int others = 0;
  for (const ContextWeight& w : model.weights()) {
    EXPECT_NE(w.input, w.output);
    const bool in_family =
        (w.input == 0 || w.input == 1 || w.input == 3) && (w.output == 0 || w.output == 1 || w.output == 3);
    EXPECT_FALSE(in_family) << w.input << " " << w.output;
    others += w.output == 0 ? 1 : 0;
  }
  EXPECT_GT(others, 10);
}

TEST(ContextFit, KeepsTheLargestWeightsOfAnOutput) {
  const LabelSets posts = small_world();
  const ContextModel all = fit(posts, {.passes = 2, .least_weight = 0}, 1);
  const ContextModel few = fit(posts, {.passes = 2, .least_weight = 0.1F, .most_inputs = 5}, 1);
  std::vector<int> inputs(static_cast<std::size_t>(posts.tags));
  for (const ContextWeight& w : few.weights()) {
    EXPECT_GT(std::abs(w.value), 0.1F);
    EXPECT_LE(++inputs[static_cast<std::size_t>(w.output)], 5);
    EXPECT_NE(std::find(all.weights().begin(), all.weights().end(), w), all.weights().end());
  }
  EXPECT_EQ(digest(ContextModel({all.bias().begin(), all.bias().end()}, {})),
            digest(ContextModel({few.bias().begin(), few.bias().end()}, {})));
}

TEST(ContextFit, ResumesAnInterruptedRun) {
  const test::TemporaryFolder folder;
  const LabelSets posts = small_world();
  const ContextFitOptions options{.passes = 2};
  const ImpliedPairs implied(posts.tags);
  ThreadPool pool(1);
  {
    FitJournal journal(folder / "prior.part", "a fit");
    const FitProgress stop = [](int done, int) {
      if (done == 2) fail(ErrorKind::kCancelled, "interrupted");
    };
    test::expect_error(ErrorKind::kCancelled, "interrupted", [&] {
      fit_context(posts, test::frequencies(posts), implied, options, {pool, journal, stop});
    });
  }
  FitJournal journal(folder / "prior.part", "a fit");
  EXPECT_EQ(journal.size(), 2U);
  int called = 0;
  const ContextModel model = fit_context(posts, test::frequencies(posts), implied, options,
                                         {pool, journal, [&](int, int) { ++called; }});
  EXPECT_EQ(called, 2) << "of four blocks two were there";
  EXPECT_EQ(digest(model), digest(fit(posts, options, 1)));
}

TEST(PassesFor, SeesAboutFourMillionPosts) {
  EXPECT_EQ(passes_for(5000000), 2);
  EXPECT_EQ(passes_for(400000), 10);
  EXPECT_EQ(passes_for(10), 200);
  EXPECT_EQ(passes_for(0), 200);
}

}  // namespace
}  // namespace jtp
