// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/context_model.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace jtp {

ContextModel::ContextModel(std::vector<float> bias, std::vector<ContextWeight> weights)
    : bias_(std::move(bias)),
      weights_(std::move(weights)),
      begin_(bias_.size() + 1),
      slope_(bias_.size(), 1.0F),
      shift_(bias_.size(), 0.0F) {
  std::sort(weights_.begin(), weights_.end(), [](const ContextWeight& a, const ContextWeight& b) {
    return std::tie(a.input, a.output) < std::tie(b.input, b.output);
  });
  for (const ContextWeight& weight : weights_) ++begin_[static_cast<std::size_t>(weight.input) + 1];
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
}

std::span<const ContextWeight> ContextModel::weights_of(int input) const {
  const auto i = static_cast<std::size_t>(input);
  return std::span(weights_).subspan(static_cast<std::size_t>(begin_[i]),
                                     static_cast<std::size_t>(begin_[i + 1] - begin_[i]));
}

void ContextModel::calibrate(std::vector<float> slope, std::vector<float> shift) {
  slope_ = std::move(slope);
  shift_ = std::move(shift);
}

void ContextModel::raw_logits(std::span<const std::int16_t> labels, std::span<float> out) const {
  std::copy(bias_.begin(), bias_.end(), out.begin());
  for (const std::int16_t label : labels) {
    for (const ContextWeight& weight : weights_of(label))
      out[static_cast<std::size_t>(weight.output)] += weight.value;
  }
}

void ContextModel::logits(std::span<const std::int16_t> labels, std::span<float> out) const {
  raw_logits(labels, out);
  for (std::size_t t = 0; t < out.size(); ++t) out[t] = slope_[t] * out[t] + shift_[t];
}

}  // namespace jtp
