// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/prior/loss_weights.h"
#include "jtp/train/loss_options.h"

namespace jtp {

// How far kPrior trusts the network. The other kinds of loss ignore the stage.
enum class LossStage {
  kTagsOnly,  // not at all: targets come from the tag string
  kFused,     // fully: targets also use the network's probabilities
};

using LabelSpans = std::span<const std::span<const std::int16_t>>;  // [N]: indices of tags, ascending

// What is known about the tags of N pictures.
struct KnownTags {
  LabelSpans labels;
  LabelSpans negatives = {};  // tags that a person looked for and did not find; empty: nobody looked
};

// The loss of each picture, summed over its tags, in nats. Targets and weights carry no gradient.
class TaggingLoss {
 public:
  // `prior` may be missing only for kinds other than kPrior with alpha 0; throws Error kUsage otherwise.
  TaggingLoss(const TagPrior* prior, const LossOptions& options, int threads);

  // The initial bias of a head: from the prior, or logit prevalence[t] without one.
  std::vector<float> initial_bias(std::span<const float> prevalence) const;

  // Whether it uses omission rates: only kPrior does.
  bool has_omission() const { return options_.kind == LossKind::kPrior; }
  // Replaces the prior's rates, [K]. Requires has_omission().
  void set_omission(std::span<const float> rates);
  // The network's probabilities, without the class weights: [N, K] to [N, K], f32 on the CPU. Requires a
  // prior.
  at::Tensor probabilities(const at::Tensor& logits) const;

  // logits: [N, K], f32 or f64 (tag_logits()). Returns [N]. Known negatives count fully as negatives,
  // whatever the prior says; the other kinds of loss treat every tag without a label this way anyway.
  at::Tensor operator()(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;

 private:
  at::Tensor labels_tensor(const at::Tensor& logits, LabelSpans labels) const;
  at::Tensor rows(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;
  at::Tensor prior_loss(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;
  at::Tensor asl(const at::Tensor& logits, const at::Tensor& present) const;
  at::Tensor hill(const at::Tensor& logits, const at::Tensor& present) const;

  LossOptions options_;
  std::optional<LossWeights> weights_;
  at::Tensor class_weight_;  // [K], or undefined for 1
  mutable ThreadPool pool_;
};

}  // namespace jtp
