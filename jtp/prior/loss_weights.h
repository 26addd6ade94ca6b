// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/prior/tag_prior.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

struct LossWeightOptions {
  float alpha = 0.5F;  // of the class weight; 0: calibrated probabilities, 1: the best threshold of every tag
                       // is `cut`
  float cut = Thresholds::kDefault;  // the score that should separate present from absent tags
  float most_class_weight = 20;
  float kappa = 0.25F;      // how much the tag string counts relative to the image
  float most_evidence = 3;  // in log-odds
  float completeness = 4;   // k of the Gamma(k, k) prior on how completely a post is tagged
  float least_negative_weight = 0.05F;
};

// What the prior contributes to the loss of one post (docs/prior.md has the formulas and their derivation). K
// tags; all spans are [K]; labels are indices, ascending. Immutable and safe to use from many threads.
class LossWeights {
 public:
  LossWeights(const TagPrior& prior, const LossWeightOptions& options);

  int tags() const { return static_cast<int>(class_weight_.size()); }

  // w_t = clip(((1 - pi*_t) / pi*_t * cut / (1 - cut))^alpha, 1, most_class_weight).
  std::span<const float> class_weight() const { return class_weight_; }

  // The initial bias of a head: logit pi_t + log w_t.
  std::vector<float> initial_bias() const;

  // Weights of the negatives while the network knows nothing yet: max(1 - m_t, least_negative_weight), with
  // m_t from the tag string alone; 1 for labels.
  void negative_weights(std::span<const std::int16_t> labels, std::span<float> weights) const;

  // c = (n + k) / (sum_t (1 - rho_t) p_t + k): how completely the post is tagged, according to the network's
  // probabilities p_t = sigmoid(z_t - log w_t). `logits`: z.
  float completeness(std::span<const std::int16_t> labels, std::span<const float> logits) const;

  // p_t = sigmoid(z_t - log w_t): the network's probabilities, without the class weights.
  void probabilities(std::span<const float> logits, std::span<float> probabilities) const;

  // The same weights with other omission rates, [K]. The class weights stay, because a network has learned
  // with them.
  LossWeights with_omission(std::span<const float> rates) const;

  // The targets of the loss: 1 for labels, otherwise the probability m_t that the tag is true but was
  // omitted, given the image, the tag string and the completeness of the post.
  void targets(std::span<const std::int16_t> labels, std::span<const float> logits,
               std::span<float> targets) const;

  // d loss / d z: w (s - 1) for labels, m w (s - 1) + (1 - m) s for others, s = sigmoid(z).
  void gradient(std::span<const std::int16_t> labels, std::span<const float> logits,
                std::span<const float> targets, std::span<float> gradient) const;

  // The loss in nats, summed over the tags.
  double loss(std::span<const std::int16_t> labels, std::span<const float> logits,
              std::span<const float> targets) const;

 private:
  float probability(float logit, std::size_t tag) const;

  ContextModel context_;
  LossWeightOptions options_;
  std::vector<float> prevalence_;
  std::vector<float> omission_;
  std::vector<float> true_logit_;  // logit pi*
  std::vector<float> class_weight_;
  std::vector<float> log_weight_;
};

}  // namespace jtp
