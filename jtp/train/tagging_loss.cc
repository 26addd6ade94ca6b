// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/tagging_loss.h"

#include <cmath>

#include "jtp/base/error.h"

namespace jtp {
namespace {

// -log sigmoid(z) and -log(1 - sigmoid(z)).
at::Tensor loss_where_present(const at::Tensor& z) { return at::softplus(-z); }
at::Tensor loss_where_absent(const at::Tensor& z) { return at::softplus(z); }

}  // namespace

TaggingLoss::TaggingLoss(const TagPrior* prior, const LossOptions& options, int threads)
    : options_(options), pool_(threads) {
  if (prior == nullptr) {
    if (options.kind == LossKind::kPrior || options.weights.alpha != 0)
      fail(ErrorKind::kUsage, "the prior's loss and class weights (loss.alpha) need data.prior");
    return;
  }
  weights_.emplace(*prior, options.weights);
  const std::span<const float> w = weights_->class_weight();
  class_weight_ = at::tensor(at::ArrayRef<float>(w.data(), w.size()));
}

std::vector<float> TaggingLoss::initial_bias(std::span<const float> prevalence) const {
  if (weights_) return weights_->initial_bias();
  std::vector<float> bias;
  for (const float p : prevalence) bias.push_back(std::log(p / (1 - p)));
  return bias;
}

void TaggingLoss::set_omission(std::span<const float> rates) { weights_ = weights_->with_omission(rates); }

at::Tensor TaggingLoss::probabilities(const at::Tensor& logits) const {
  const at::Tensor z = logits.detach().to(at::kCPU, at::kFloat).contiguous();
  at::Tensor found = at::empty_like(z);
  const auto tags = static_cast<std::size_t>(z.size(1));
  for (std::int64_t i = 0; i < z.size(0); ++i) {
    const std::size_t row = static_cast<std::size_t>(i) * tags;
    weights_->probabilities({z.data_ptr<float>() + row, tags}, {found.data_ptr<float>() + row, tags});
  }
  return found;
}

at::Tensor TaggingLoss::labels_tensor(const at::Tensor& logits, LabelSpans labels) const {
  at::Tensor present = at::zeros({logits.size(0), logits.size(1)}, at::kFloat);
  auto cells = present.accessor<float, 2>();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (const std::int16_t label : labels[i]) cells[static_cast<std::int64_t>(i)][label] = 1;
  }
  return present.to(logits.options());
}

// [N, K]: the targets for kFused, or the weights of the negatives for kTagsOnly.
at::Tensor TaggingLoss::rows(const at::Tensor& logits, const KnownTags& known, LossStage stage) const {
  const at::Tensor z = logits.detach().to(at::kCPU, at::kFloat).contiguous();
  at::Tensor found = at::empty_like(z);
  const auto tags = static_cast<std::size_t>(z.size(1));
  const float* from = z.data_ptr<float>();
  float* to = found.data_ptr<float>();
  pool_.parallel_for(z.size(0), [&](std::int64_t i, int) {
    const auto row = static_cast<std::size_t>(i);
    const std::span<float> out(to + row * tags, tags);
    if (stage == LossStage::kTagsOnly) {
      weights_->negative_weights(known.labels[row], out);
    } else {
      weights_->targets(known.labels[row], {from + row * tags, tags}, out);
    }
    if (known.negatives.empty()) return;
    for (const std::int16_t tag : known.negatives[row])
      out[static_cast<std::size_t>(tag)] = stage == LossStage::kTagsOnly ? 1.0F : 0.0F;
  });
  return found.to(logits.options());
}

at::Tensor TaggingLoss::prior_loss(const at::Tensor& logits, const KnownTags& known, LossStage stage) const {
  const at::Tensor found = rows(logits, known, stage);
  const at::Tensor weight = class_weight_.to(logits.options());
  if (stage == LossStage::kFused)
    return found * weight * loss_where_present(logits) + (1 - found) * loss_where_absent(logits);
  const at::Tensor present = labels_tensor(logits, known.labels);
  return present * weight * loss_where_present(logits) + (1 - present) * found * loss_where_absent(logits);
}

at::Tensor TaggingLoss::asl(const at::Tensor& logits, const at::Tensor& present) const {
  constexpr double kMin = 1e-8;  // inside logarithms, as in the authors' code
  const at::Tensor p = at::sigmoid(logits);
  const at::Tensor shifted = (p - options_.asl_clip).clamp_min(0);
  return present * at::pow(1 - p, options_.asl_gamma_present) * loss_where_present(logits) -
         (1 - present) * at::pow(shifted, options_.asl_gamma_absent) * at::log((1 - shifted).clamp_min(kMin));
}

at::Tensor TaggingLoss::hill(const at::Tensor& logits, const at::Tensor& present) const {
  const at::Tensor p = at::sigmoid(logits);
  return present * loss_where_present(logits) + (1 - present) * (options_.hill_lambda - p) * p * p;
}

at::Tensor TaggingLoss::operator()(const at::Tensor& logits, const KnownTags& known, LossStage stage) const {
  if (options_.kind == LossKind::kPrior) return prior_loss(logits, known, stage).sum(1);
  const at::Tensor present = labels_tensor(logits, known.labels);
  const at::Tensor weighted =
      class_weight_.defined() ? present * class_weight_.to(logits.options()) : present;
  switch (options_.kind) {
    case LossKind::kAsl:
      return (asl(logits, present) * (1 + weighted - present)).sum(1);
    case LossKind::kHill:
      return (hill(logits, present) * (1 + weighted - present)).sum(1);
    default:
      return (weighted * loss_where_present(logits) + (1 - present) * loss_where_absent(logits)).sum(1);
  }
}

}  // namespace jtp
