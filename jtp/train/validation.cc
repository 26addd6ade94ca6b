// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/validation.h"

#include "jtp/base/error.h"

namespace jtp {
namespace {

class ValidationSums {
 public:
  ValidationSums(int tags, const TaggingLoss& loss) : loss_(loss), counter_(tags) {}

  void add(const at::Tensor& logits, const KnownTags& known) {
    const at::Tensor scores = at::sigmoid(logits).contiguous();
    if (!scores.isfinite().all().item<bool>())
      fail(ErrorKind::kInternal, "validation: the network's scores are not finite");
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
  const TaggingLoss& loss_;
  InformednessCounter counter_;
  double loss_sum_ = 0;
  double pictures_ = 0;
};

}  // namespace

ValidationResult validate(const VitModule& module, const TaggingLoss& loss, const HeldOut& held_out,
                          int threshold, const Comm& comm) {
  ValidationSums sums(module.config().num_tags, loss);
  for_each_held_out(module, held_out, comm.place(),
                    [&](const at::Tensor& logits, const KnownTags& known) { sums.add(logits, known); });
  return sums.finish(threshold, comm);
}

}  // namespace jtp
