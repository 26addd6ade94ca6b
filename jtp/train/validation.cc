// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/validation.h"

#include "jtp/base/error.h"

namespace jtp {
namespace {

class Sums {
 public:
  Sums(const VitConfig& config, const TaggingLoss& loss)
      : head_(config.head), loss_(loss), counter_(config.num_tags) {}

  void add(const at::Tensor& outputs, const KnownTags& known) {
    const at::Tensor logits = tag_logits(outputs, head_).to(at::kCPU, at::kFloat);
    const at::Tensor scores = at::sigmoid(logits).contiguous();
    if (!scores.isfinite().all().item<bool>())
      fail(ErrorKind::kInternal, "validation: the network gives scores that are not finite");
    loss_sum_ += loss_(logits, known, LossStage::kFused).sum().item<double>();
    const auto tags = static_cast<std::size_t>(scores.size(1));
    for (std::size_t i = 0; i < known.labels.size(); ++i)
      counter_.add({scores.data_ptr<float>() + i * tags, tags}, known.labels[i]);
    pictures_ += static_cast<double>(known.labels.size());
  }

  ValidationResult finish(int threshold, const Comm& comm) {
    const at::Tensor sums = at::tensor({loss_sum_, pictures_}, at::kDouble);
    comm.sum(sums);
    const std::span<std::int64_t> counts = counter_.counts();
    comm.sum(at::from_blob(counts.data(), {static_cast<std::int64_t>(counts.size())}, at::kLong));
    const double* s = sums.data_ptr<double>();
    if (s[1] == 0) fail(ErrorKind::kInvalidInput, "validation: no picture can be decoded");
    return {counter_.at(threshold), s[0] / s[1], static_cast<std::int64_t>(s[1])};
  }

 private:
  HeadKind head_;
  const TaggingLoss& loss_;
  InformednessCounter counter_;
  double loss_sum_ = 0;
  double pictures_ = 0;
};

void add_features(const VitModule& module, const HeldOut& held_out, const WorldPlace& place, Sums& sums) {
  const at::Device device = module.parameters().front().value.device();
  const PositionRange part = part_of(held_out.pictures.size(), place);
  for (std::int64_t i = part.begin; i < part.end; ++i) {
    if (!held_out.features->valid[static_cast<std::size_t>(i)]) continue;
    const Manifest& manifest = held_out.pictures.manifest();
    const auto labels = manifest.labels(held_out.pictures.sample(i));
    const auto negatives = manifest.known_negative(held_out.pictures.sample(i));
    sums.add(module.head(held_out.features->features.slice(0, i, i + 1).to(device)),
             {.labels = {&labels, 1}, .negatives = {&negatives, 1}});
  }
}

}  // namespace

ValidationResult validate(const VitModule& module, const TaggingLoss& loss, const HeldOut& held_out,
                          int threshold, const Comm& comm) {
  const at::NoGradGuard no_grad;
  const at::Device device = module.parameters().front().value.device();
  Sums sums(module.config(), loss);
  if (held_out.features != nullptr) {
    add_features(module, held_out, comm.place(), sums);
  } else {
    for_each_batch(held_out.pictures, held_out.pass, comm.place(),
                   [&](const at::Tensor& pixels, const Batch& batch) {
                     const Autocast autocast(held_out.pass.autocast);
                     sums.add(module.forward(pixels.to(device)), {batch.labels, batch.known_negatives});
                   });
  }
  return sums.finish(threshold, comm);
}

}  // namespace jtp
