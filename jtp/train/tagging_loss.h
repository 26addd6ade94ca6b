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

// What the network is believed by kPrior. The other kinds do not tell stages apart.
enum class LossStage {
  kTagsOnly,  // nothing yet: targets come from the tag string
  kFused,     // as much as its probabilities say
};

using LabelSpans = std::span<const std::span<const std::int16_t>>;  // [N]: indices of tags, ascending

// What is known about the tags of N pictures.
struct KnownTags {
  LabelSpans labels;
  LabelSpans negatives = {};  // tags that a person has looked for and not seen; empty: nobody looked
};

// The loss of pictures, each summed over its tags, in nats. Targets and weights come without a gradient.
class TaggingLoss {
 public:
  // `prior` may only be missing for other kinds than kPrior, with alpha 0; throws Error kUsage otherwise.
  TaggingLoss(const TagPrior* prior, const LossOptions& options, int threads);

  // Where a head's bias should start: at the prior, or at logit prevalence[t] without one.
  std::vector<float> initial_bias(std::span<const float> prevalence) const;

  // Whether omission rates mean anything to it: kPrior alone has them.
  bool has_omission() const { return options_.kind == LossKind::kPrior; }
  // Other rates than the prior's, [K]. Needs has_omission().
  void set_omission(std::span<const float> rates);
  // What the network believes, the class weights taken out: [N, K] to [N, K], f32 on the CPU. Needs a prior.
  at::Tensor probabilities(const at::Tensor& logits) const;

  // logits: [N, K], f32 or f64 (tag_logits()). Returns [N]. Known negatives are whole negatives, whatever the
  // prior thinks of them; the other kinds take every tag that is no label for one anyway.
  at::Tensor operator()(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;

 private:
  at::Tensor labels_tensor(const at::Tensor& logits, LabelSpans labels) const;
  at::Tensor rows(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;
  at::Tensor prior_loss(const at::Tensor& logits, const KnownTags& known, LossStage stage) const;
  at::Tensor asl(const at::Tensor& logits, const at::Tensor& present) const;
  at::Tensor hill(const at::Tensor& logits, const at::Tensor& present) const;

  LossOptions options_;
  std::optional<LossWeights> weights_;
  at::Tensor class_weight_;  // [K], or undefined: 1
  mutable ThreadPool pool_;
};

}  // namespace jtp
