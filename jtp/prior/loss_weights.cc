// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/loss_weights.h"

#include <algorithm>
#include <cmath>

#include "jtp/base/logistic.h"
#include "jtp/prior/label_sets.h"

namespace jtp {
namespace {

constexpr float kMinProbability = 1e-6F;
constexpr float kMaxContext = 0.999F;
constexpr float kMinGiven = 0.05F;  // bounds of the probability that a true tag is given
constexpr float kMaxGiven = 0.98F;

}  // namespace

LossWeights::LossWeights(const TagPrior& prior, const LossWeightOptions& options)
    : context_(prior.context), options_(options), prevalence_(prior.prevalence), omission_(prior.omission) {
  for (const float p : prior.true_prevalence()) {
    const float odds = (1 - p) / p * options.cut / (1 - options.cut);
    const float weight = std::clamp(std::pow(odds, options.alpha), 1.0F, options.most_class_weight);
    true_logit_.push_back(logit(p));
    class_weight_.push_back(weight);
    log_weight_.push_back(std::log(weight));
  }
}

float LossWeights::probability(float z, std::size_t tag) const { return sigmoid(z - log_weight_[tag]); }

void LossWeights::probabilities(std::span<const float> logits, std::span<float> probabilities) const {
  for (std::size_t t = 0; t < logits.size(); ++t) probabilities[t] = probability(logits[t], t);
}

LossWeights LossWeights::with_omission(std::span<const float> rates) const {
  LossWeights changed = *this;
  for (std::size_t t = 0; t < rates.size(); ++t) {
    changed.omission_[t] = rates[t];
    changed.true_logit_[t] = logit(true_prevalence(prevalence_[t], rates[t]));
  }
  return changed;
}

std::vector<float> LossWeights::initial_bias() const {
  std::vector<float> bias;
  for (std::size_t t = 0; t < prevalence_.size(); ++t) bias.push_back(logit(prevalence_[t]) + log_weight_[t]);
  return bias;
}

void LossWeights::negative_weights(std::span<const std::int16_t> labels, std::span<float> weights) const {
  context_.logits(labels, weights);
  for_each_tag(labels, weights.size(), [&](std::size_t t, bool holds) {
    weights[t] =
        holds ? 1.0F
              : std::max(1 - missing_probability(weights[t], omission_[t]), options_.least_negative_weight);
  });
}

float LossWeights::completeness(std::span<const std::int16_t> labels, std::span<const float> logits) const {
  double expected = 0;
  for (std::size_t t = 0; t < logits.size(); ++t) expected += (1 - omission_[t]) * probability(logits[t], t);
  const double k = options_.completeness;
  return static_cast<float>((static_cast<double>(labels.size()) + k) / (expected + k));
}

void LossWeights::targets(std::span<const std::int16_t> labels, std::span<const float> logits,
                          std::span<float> targets) const {
  const float complete = completeness(labels, logits);
  context_.logits(labels, targets);
  for_each_tag(labels, targets.size(), [&](std::size_t t, bool holds) {
    if (holds) {
      targets[t] = 1.0F;
      return;
    }
    const float context = std::clamp(sigmoid(targets[t]) / (1 - omission_[t]), kMinProbability, kMaxContext);
    const float evidence = std::clamp(options_.kappa * (logit(context) - true_logit_[t]),
                                      -options_.most_evidence, options_.most_evidence);
    const float there = sigmoid(logits[t] - log_weight_[t] + evidence);
    const float omitted = 1 - std::clamp((1 - omission_[t]) * complete, kMinGiven, kMaxGiven);
    targets[t] = omitted * there / (1 - (1 - omitted) * there);
  });
}

void LossWeights::gradient(std::span<const std::int16_t> labels, std::span<const float> logits,
                           std::span<const float> targets, std::span<float> gradient) const {
  for_each_tag(labels, gradient.size(), [&](std::size_t t, bool holds) {
    const float s = sigmoid(logits[t]);
    const float m = holds ? 1.0F : targets[t];
    gradient[t] = m * class_weight_[t] * (s - 1) + (1 - m) * s;
  });
}

double LossWeights::loss(std::span<const std::int16_t> labels, std::span<const float> logits,
                         std::span<const float> targets) const {
  double sum = 0;
  for_each_tag(labels, logits.size(), [&](std::size_t t, bool holds) {
    const double m = holds ? 1.0 : targets[t];
    sum += m * class_weight_[t] * minus_log_sigmoid(logits[t]) +
           (1 - m) * minus_log_sigmoid(-static_cast<double>(logits[t]));
  });
  return sum;
}

}  // namespace jtp
