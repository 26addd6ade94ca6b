// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/tagging_loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/base/logistic.h"
#include "jtp/train/vit_module.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

constexpr int kTags = 4;

TagPrior small_prior() {
  TagPrior prior;
  prior.posts = 1000;
  prior.counts = {400, 100, 10, 250};
  prior.prevalence = {0.4F, 0.1F, 0.01F, 0.25F};
  prior.omission = {0.3F, 0.2F, 0.35F, 0.1F};
  prior.context =
      ContextModel({-0.4F, -2.2F, -4.6F, -1.1F}, {{0, 1, 0.8F}, {1, 0, -0.5F}, {1, 3, 0.6F}, {3, 2, 1.1F}});
  return prior;
}

struct Pictures {
  at::Tensor logits =
      at::tensor({0.3, -1.2, -4.0, 2.0, -0.5, 0.0, 1.5, -30.0, 3.0, -2.0, -7.0, 20.0}, at::kDouble)
          .view({3, kTags})
          .requires_grad_(true);
  std::vector<std::vector<std::int16_t>> sets = {{0, 3}, {}, {1, 2, 3}};
  std::vector<std::span<const std::int16_t>> labels{sets.begin(), sets.end()};

  double z(std::size_t i, int t) const { return logits[static_cast<std::int64_t>(i)][t].item<double>(); }
  bool has(std::size_t i, int t) const {
    return std::count(sets[i].begin(), sets[i].end(), static_cast<std::int16_t>(t)) > 0;
  }
};

// LossWeights computes the formulas in the prior's arithmetic and has tests of those; the targets are
// float32.
TEST(TaggingLoss, PriorsLossAndGradientEqualThoseOfLossWeights) {
  const TagPrior prior = small_prior();
  const LossWeights weights(prior, {});
  const Pictures p;
  const TaggingLoss loss(&prior, {}, 2);
  const at::Tensor found = loss(p.logits, {p.labels}, LossStage::kFused);
  found.sum().backward();
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<float> z, targets(kTags), gradient(kTags);
    for (int t = 0; t < kTags; ++t) z.push_back(static_cast<float>(p.z(i, t)));
    weights.targets(p.labels[i], z, targets);
    weights.gradient(p.labels[i], z, targets, gradient);
    const auto row = static_cast<std::int64_t>(i);
    EXPECT_NEAR(found[row].item<double>() / weights.loss(p.labels[i], z, targets), 1, 1e-6);
    for (int t = 0; t < kTags; ++t)
      EXPECT_NEAR(p.logits.grad()[row][t].item<double>(), gradient[static_cast<std::size_t>(t)], 1e-5);
  }
}

// Tag 1 of the first picture and tag 0 of the last are known to be absent, in both stages; everything else is
// unchanged.
TEST(TaggingLoss, KnownNegativesCountFully) {
  const TagPrior prior = small_prior();
  const TaggingLoss loss(&prior, {}, 1);
  const std::vector<std::vector<std::int16_t>> sets = {{1}, {}, {0}};
  const std::vector<std::span<const std::int16_t>> negatives(sets.begin(), sets.end());
  for (const LossStage stage : {LossStage::kTagsOnly, LossStage::kFused}) {
    const Pictures before, after;
    loss(before.logits, {before.labels}, stage).sum().backward();
    loss(after.logits, {after.labels, negatives}, stage).sum().backward();
    for (std::size_t i = 0; i < 3; ++i) {
      for (int t = 0; t < kTags; ++t) {
        const bool is_known = !sets[i].empty() && sets[i].front() == t;
        const auto row = static_cast<std::int64_t>(i);
        const double unknown = before.logits.grad()[row][t].item<double>();
        const double expected = is_known ? sigmoid(after.z(i, t)) : unknown;
        EXPECT_NEAR(after.logits.grad()[row][t].item<double>(), expected, 1e-12) << i << " " << t;
        if (is_known) {
          EXPECT_GT(std::abs(unknown - expected), 1e-4) << i << " " << t;
        }
      }
    }
  }
}

TEST(TaggingLoss, FirstStageWeighsNegativesByTheTagString) {
  const TagPrior prior = small_prior();
  const LossWeights weights(prior, {});
  const Pictures p;
  const at::Tensor found = TaggingLoss(&prior, {}, 1)(p.logits, {p.labels}, LossStage::kTagsOnly);
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<float> negative(kTags);
    weights.negative_weights(p.labels[i], negative);
    double sum = 0;
    for (int t = 0; t < kTags; ++t) {
      const auto u = static_cast<std::size_t>(t);
      sum += p.has(i, t) ? -weights.class_weight()[u] * std::log(sigmoid(p.z(i, t)))
                         : -negative[u] * std::log(1 - sigmoid(p.z(i, t)));
    }
    EXPECT_NEAR(found[static_cast<std::int64_t>(i)].item<double>() / sum, 1, 1e-6);
  }
}

// The baselines by their formulas.
template <typename Present, typename Absent>
void expect_baseline(LossKind kind, const Present& present, const Absent& absent) {
  const Pictures p;
  LossOptions options{.kind = kind};
  options.weights.alpha = 0;
  const at::Tensor found = TaggingLoss(nullptr, options, 1)(p.logits, {p.labels}, LossStage::kFused);
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0;
    for (int t = 0; t < kTags; ++t)
      sum += p.has(i, t) ? present(sigmoid(p.z(i, t))) : absent(sigmoid(p.z(i, t)));
    EXPECT_NEAR(found[static_cast<std::int64_t>(i)].item<double>() / sum, 1, 1e-8);
  }
}

TEST(TaggingLoss, BaselinesFollowTheirFormulas) {
  const auto cost = [](double s) { return -std::log(s); };
  expect_baseline(LossKind::kBce, cost, [](double s) { return -std::log1p(-s); });
  expect_baseline(LossKind::kAsl, cost, [](double s) {
    const double m = std::max(s - 0.05, 0.0);
    return -std::pow(m, 4) * std::log1p(-m);
  });
  expect_baseline(LossKind::kHill, cost, [](double s) { return (1.5 - s) * s * s; });
}

TEST(TaggingLoss, AlphaWeighsPresentTagsInEveryKindOfLoss) {
  const TagPrior prior = small_prior();
  const LossWeights weights(prior, {});
  const Pictures p;
  const at::Tensor found =
      TaggingLoss(&prior, {.kind = LossKind::kBce}, 1)(p.logits, {p.labels}, LossStage::kFused);
  double sum = 0;
  for (int t = 0; t < kTags; ++t) {
    const double s = sigmoid(p.z(2, t));
    sum -= p.has(2, t) ? weights.class_weight()[static_cast<std::size_t>(t)] * std::log(s) : std::log1p(-s);
  }
  EXPECT_NEAR(found[2].item<double>() / sum, 1, 1e-6);
}

TEST(TaggingLoss, ExtremeLogitsHaveFiniteLossesAndGradients) {
  const TagPrior prior = small_prior();
  for (const LossKind kind : {LossKind::kPrior, LossKind::kBce, LossKind::kAsl, LossKind::kHill}) {
    const at::Tensor z = at::tensor({200.0F, -200.0F, 90.0F, -90.0F, -1e4F, 1e4F, -1e4F, 1e4F})
                             .view({2, kTags})
                             .requires_grad_(true);
    const std::vector<std::int16_t> some = {0, 1};
    const std::vector<std::span<const std::int16_t>> labels = {some, some};
    const at::Tensor found = TaggingLoss(&prior, {.kind = kind}, 1)(z, {labels}, LossStage::kFused);
    found.sum().backward();
    EXPECT_TRUE(found.isfinite().all().item<bool>()) << static_cast<int>(kind);
    EXPECT_TRUE(z.grad().isfinite().all().item<bool>()) << static_cast<int>(kind);
  }
}

TEST(TaggingLoss, PriorsLossNeedsAPrior) {
  test::expect_error(ErrorKind::kUsage, "data.prior", [] { TaggingLoss(nullptr, {}, 1); });
  test::expect_error(ErrorKind::kUsage, "data.prior",
                     [] { TaggingLoss(nullptr, {.kind = LossKind::kBce}, 1); });
}

TEST(TaggingLoss, BiasStartsAtThePrevalences) {
  LossOptions options{.kind = LossKind::kBce};
  options.weights.alpha = 0;
  const std::vector<float> bias =
      TaggingLoss(nullptr, options, 1).initial_bias(std::vector<float>{0.5F, 0.1F});
  EXPECT_NEAR(bias[0], 0, 1e-6);
  EXPECT_NEAR(sigmoid(bias[1]), 0.1, 1e-6);
}

}  // namespace
}  // namespace jtp
