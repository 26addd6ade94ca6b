// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/loss_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "jtp/base/logistic.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

double clip(double x, double low, double high) { return std::min(std::max(x, low), high); }

// The formulas of docs/prior.md, "The loss", transcribed again in double precision for one post.
struct Transcription {
  std::vector<double> w, m, gradient;
  double c = 0, loss = 0;

  Transcription(const TagPrior& prior, const LossWeightOptions& o, const std::vector<std::int16_t>& labels,
                const std::vector<float>& z) {
    const std::size_t tags = z.size();
    std::vector<float> q(tags);
    prior.context.logits(labels, q);
    std::vector<bool> y(tags);
    for (const std::int16_t label : labels) y[static_cast<std::size_t>(label)] = true;
    double expected = 0;
    for (std::size_t t = 0; t < tags; ++t) {
      const double star = prior.prevalence[t] / (1.0 - prior.omission[t]);
      w.push_back(clip(std::pow((1 - star) / star * o.cut / (1 - o.cut), o.alpha), 1, o.most_class_weight));
      expected += (1 - prior.omission[t]) * sigmoid(z[t] - std::log(w[t]));
    }
    c = (static_cast<double>(labels.size()) + o.completeness) / (expected + o.completeness);
    for (std::size_t t = 0; t < tags; ++t) {
      const double rho = prior.omission[t], star = prior.prevalence[t] / (1 - rho);
      const double lr = clip(o.kappa * (logit(clip(sigmoid(q[t]) / (1 - rho), 1e-6, 0.999)) - logit(star)),
                             -o.most_evidence, o.most_evidence);
      const double p = sigmoid(z[t] - std::log(w[t]));
      const double rho_i = 1 - clip((1 - rho) * c, 0.05, 0.98);
      const double there = sigmoid(logit(p) + lr);
      m.push_back(y[t] ? 1 : rho_i * there / (1 - (1 - rho_i) * there));
      const double s = sigmoid(z[t]);
      gradient.push_back(y[t] ? w[t] * (s - 1) : m[t] * w[t] * (s - 1) + (1 - m[t]) * s);
      loss += y[t] ? -w[t] * std::log(s) : -m[t] * w[t] * std::log(s) - (1 - m[t]) * std::log(1 - s);
    }
  }
};

TagPrior random_prior(int tags, std::uint64_t seed) {
  Dice dice(seed);
  TagPrior prior;
  std::vector<float> bias;
  std::vector<ContextWeight> weights;
  for (int t = 0; t < tags; ++t) {
    prior.prevalence.push_back(static_cast<float>(0.0005 + 0.4 * dice.uniform() * dice.uniform()));
    prior.omission.push_back(static_cast<float>(0.05 + 0.4 * dice.uniform()));
    bias.push_back(static_cast<float>(logit(prior.prevalence.back())));
    for (int k = 0; k < 5; ++k) {
      const auto input = static_cast<std::int16_t>((t + 1 + 7 * k) % tags);
      weights.push_back({input, static_cast<std::int16_t>(t), static_cast<float>(dice.normal())});
    }
  }
  prior.counts.assign(static_cast<std::size_t>(tags), 1);
  prior.context = ContextModel(bias, weights);
  return prior;
}

class LossWeightsTest : public testing::TestWithParam<int> {};

TEST_P(LossWeightsTest, MatchesATranscriptionOfTheFormulas) {
  constexpr int kTags = 60;
  const TagPrior prior = random_prior(kTags, static_cast<std::uint64_t>(GetParam()));
  LossWeightOptions options;
  options.alpha = GetParam() % 2 == 0 ? 0.5F : 1.0F;
  options.kappa = GetParam() % 3 == 0 ? 0.25F : 1.0F;
  const LossWeights weights(prior, options);
  Dice dice(static_cast<std::uint64_t>(GetParam()) + 100);
  std::vector<std::int16_t> labels;
  std::vector<float> logits;
  for (std::int16_t t = 0; t < kTags; ++t) {
    if (dice.chance(0.15)) labels.push_back(t);
    logits.push_back(static_cast<float>(3 * dice.normal() - 2));
  }
  const Transcription expected(prior, options, labels, logits);
  std::vector<float> targets(kTags), gradient(kTags);
  weights.targets(labels, logits, targets);
  weights.gradient(labels, logits, targets, gradient);
  // float32 through a dozen operations with a condition of up to about 50 (logit near 0.999): 12 * 50 *
  // 2^-24.
  constexpr double kTolerance = 4e-5;
  EXPECT_NEAR(weights.completeness(labels, logits), expected.c, kTolerance * expected.c);
  for (std::size_t t = 0; t < kTags; ++t) {
    EXPECT_NEAR(weights.class_weight()[t], expected.w[t], kTolerance * expected.w[t]);
    EXPECT_NEAR(targets[t], expected.m[t], kTolerance) << t;
    EXPECT_NEAR(gradient[t], expected.gradient[t], kTolerance * 20) << t;
  }
  EXPECT_NEAR(weights.loss(labels, logits, targets), expected.loss, kTolerance * 20 * kTags);
}

INSTANTIATE_TEST_SUITE_P(Worlds, LossWeightsTest, testing::Range(0, 12));

TEST(LossWeights, GradientIsTheDerivativeOfTheLoss) {
  const TagPrior prior = random_prior(20, 7);
  const LossWeights weights(prior, {});
  const std::vector<std::int16_t> labels = {2, 5, 11};
  std::vector<float> logits, targets(20), gradient(20);
  for (int t = 0; t < 20; ++t) logits.push_back(0.3F * static_cast<float>(t) - 3);
  weights.targets(labels, logits, targets);
  weights.gradient(labels, logits, targets, gradient);
  constexpr float kStep = 1.0F / 64;
  for (std::size_t t = 0; t < 20; ++t) {
    std::vector<float> above = logits, below = logits;
    above[t] += kStep;
    below[t] -= kStep;
    const double slope =
        (weights.loss(labels, above, targets) - weights.loss(labels, below, targets)) / (2.0 * kStep);
    // A central difference has an error of step^2 / 6 times the third derivative, which is at most 0.1 times
    // the class weight.
    EXPECT_NEAR(gradient[t], slope, 20 * 0.1 * kStep * kStep / 6 + 1e-5);
  }
}

TEST(LossWeights, StartsWithNegativeWeightsFromTheTagStringAlone) {
  const TagPrior prior = random_prior(30, 3);
  const LossWeights weights(prior, {});
  const std::vector<std::int16_t> labels = {1, 4};
  std::vector<float> found(30), q(30);
  weights.negative_weights(labels, found);
  prior.context.logits(labels, q);
  for (std::size_t t = 0; t < 30; ++t) {
    const bool holds = t == 1 || t == 4;
    const double rho = prior.omission[t];
    const double m = clip(rho / (1 - rho) * std::exp(static_cast<double>(q[t])), 0, 0.98);
    EXPECT_NEAR(found[t], holds ? 1 : std::max(1 - m, 0.05), 1e-5);
  }
  const auto bias = weights.initial_bias();
  EXPECT_NEAR(bias[0], logit(prior.prevalence[0]) + std::log(weights.class_weight()[0]), 1e-5);
}

TEST(LossWeights, AlphaZeroDoesNotChangeProbabilities) {
  LossWeightOptions options;
  options.alpha = 0;
  const LossWeights weights(random_prior(10, 1), options);
  for (const float weight : weights.class_weight()) EXPECT_EQ(weight, 1);
}

TEST(LossWeights, WithOtherOmissionRatesKeepTheirClassWeights) {
  const TagPrior prior = random_prior(20, 5);
  TagPrior changed = prior;
  const LossWeights before(prior, {});
  for (float& rate : changed.omission) rate = 0.5F;
  const LossWeights after = before.with_omission(changed.omission);
  EXPECT_TRUE(std::ranges::equal(after.class_weight(), before.class_weight()));
  LossWeightOptions no_class_weights;
  no_class_weights.alpha = 0;
  const LossWeights expected(changed, no_class_weights);
  const LossWeights found = LossWeights(prior, no_class_weights).with_omission(changed.omission);
  const std::vector<float> z(changed.omission.size(), -0.7F);
  std::vector<float> targets(z.size()), wanted(z.size());
  found.targets({}, z, targets);
  expected.targets({}, z, wanted);
  EXPECT_EQ(targets, wanted);
}

}  // namespace
}  // namespace jtp
