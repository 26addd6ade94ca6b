// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/prior/tag_prior.h"

namespace jtp {

struct LossWeightOptions {
  float alpha =
      0.5F;          // of the class weight; 0: calibrated probabilities, 1: every tag's best cut is at `cut`
  float cut = 0.2F;  // the score at which tags should be told apart
  float most_class_weight = 20;
  float kappa = 0.25F;      // how much the tag string counts beside the image
  float most_evidence = 3;  // in log-odds
  float completeness = 4;   // k of the Gamma(k, k) prior on how completely a post was tagged
  float least_negative_weight = 0.05F;
};

// What the prior makes of the loss of one post (docs/prior.md has the formulas and where they come from). K
// tags; all spans are [K]; labels are indices, ascending. Immutable and safe from many threads.
class LossWeights {
 public:
  LossWeights(const TagPrior& prior, const LossWeightOptions& options);

  int tags() const { return static_cast<int>(class_weight_.size()); }

  // w_t = clip(((1 - pi*_t) / pi*_t * cut / (1 - cut))^alpha, 1, most_class_weight).
  std::span<const float> class_weight() const { return class_weight_; }

  // Where a head's bias should start: logit pi_t + log w_t.
  std::vector<float> initial_bias() const;

  // While the network knows nothing yet: 1 for labels, else max(1 - m_t, least_negative_weight) with m_t from
  // the tag string alone, as a weight of the negative.
  void negative_weights(std::span<const std::int16_t> labels, std::span<float> weights) const;

  // c = (n + k) / (sum_t (1 - rho_t) p_t + k): how completely the post was tagged, by the network's
  // probabilities p_t = sigmoid(z_t - log w_t). `logits`: z.
  float completeness(std::span<const std::int16_t> labels, std::span<const float> logits) const;

  // p_t = sigmoid(z_t - log w_t), what the network believes.
  void probabilities(std::span<const float> logits, std::span<float> probabilities) const;

  // The same with other omission rates, [K]; the class weights, which a network has learned with, stay.
  LossWeights with_omission(std::span<const float> rates) const;

  // The targets of the loss: 1 for labels, else the probability m_t that the tag is there and was left out,
  // from the image, the tag string and the post's completeness.
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
