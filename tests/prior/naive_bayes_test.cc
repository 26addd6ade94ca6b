// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/naive_bayes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/prior/synth_set.h"

namespace jtp {
namespace {

TEST(NaiveBayes, WeighsPairsByTheirExcessCooccurrence) {
  // Two tags that always occur together, and one that never occurs with them.
  LabelSets posts;
  posts.tags = 3;
  for (std::int64_t i = 0; i < 3000; ++i) {
    if (i % 3 == 0) posts.labels.insert(posts.labels.end(), {0, 1});
    if (i % 3 == 1) posts.labels.push_back(2);
    posts.begin.push_back(static_cast<std::int64_t>(posts.labels.size()));
    posts.sample.push_back(i);
  }
  ThreadPool pool(1);
  const ContextModel model = naive_bayes_model(posts, test::frequencies(posts), ImpliedPairs(3), pool);
  std::vector<float> with(3), without(3);
  model.logits(std::vector<std::int16_t>{0}, with);
  model.logits(std::vector<std::int16_t>{}, without);
  EXPECT_GT(with[1], without[1] + 1);
  EXPECT_LT(with[2], without[2] - 1);
  EXPECT_EQ(with[0], without[0]) << "no tag is evidence for itself";
}

TEST(NaiveBayes, IsTheSameForAnyNumberOfThreads) {
  const LabelSets posts =
      test::synth_labels(SynthWorld({.tags = 600, .posts = 1, .omission = 0.3, .seed = 1}), 0, 1000);
  ThreadPool one(1), three(3);
  const ContextModel a = naive_bayes_model(posts, test::frequencies(posts), ImpliedPairs(posts.tags), one);
  const ContextModel b = naive_bayes_model(posts, test::frequencies(posts), ImpliedPairs(posts.tags), three);
  EXPECT_TRUE(std::equal(a.weights().begin(), a.weights().end(), b.weights().begin(), b.weights().end()));
  EXPECT_TRUE(std::equal(a.bias().begin(), a.bias().end(), b.bias().begin(), b.bias().end()));
}

TEST(MarginalModel, GivesThePrevalenceWhateverTheLabels) {
  const ContextModel model = marginal_model(std::vector<float>{0.25F, 0.5F});
  std::vector<float> logits(2);
  model.logits(std::vector<std::int16_t>{1}, logits);
  EXPECT_FLOAT_EQ(logits[0], std::log(1.0F / 3));
  EXPECT_FLOAT_EQ(logits[1], 0);
}

}  // namespace
}  // namespace jtp
