// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

// One entry of the weight matrix [inputs, outputs].
struct ContextWeight {
  std::int16_t input = 0;
  std::int16_t output = 0;
  float value = 0;
  bool operator==(const ContextWeight&) const = default;
};

// A conditional model of K tags: q_t(y_-t) = sigmoid(slope_t (bias_t + sum_s W_st y_s) + shift_t), where a
// tag is never evidence for itself. The marginal model, naive Bayes and the Ising model all have this form.
class ContextModel {
 public:
  ContextModel() = default;
  // `weights` in any order, without duplicate pairs. slope is 1 and shift 0.
  ContextModel(std::vector<float> bias, std::vector<ContextWeight> weights);

  int tags() const { return static_cast<int>(bias_.size()); }
  std::span<const float> bias() const { return bias_; }
  std::span<const ContextWeight> weights() const { return weights_; }  // ordered by input, then output
  std::span<const ContextWeight> weights_of(int input) const;
  std::span<const float> slope() const { return slope_; }
  std::span<const float> shift() const { return shift_; }

  void calibrate(std::vector<float> slope, std::vector<float> shift);

  // The logit of q_t for each tag t, [K], given `labels`. Sums follow the order of the labels.
  void logits(std::span<const std::int16_t> labels, std::span<float> out) const;

  // The same before applying slope and shift.
  void raw_logits(std::span<const std::int16_t> labels, std::span<float> out) const;

 private:
  std::vector<float> bias_;
  std::vector<ContextWeight> weights_;
  std::vector<std::int64_t> begin_;  // [K + 1]: the weights of each input
  std::vector<float> slope_;
  std::vector<float> shift_;
};

}  // namespace jtp
