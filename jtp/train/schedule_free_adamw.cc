// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/schedule_free_adamw.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Form = ScheduleFreeOptions::Form;

// The numbers of one step, the same for all parameters.
struct StepSizes {
  double rate = 0;
  double average = 0;     // c: the new z's share of the average
  double correction = 0;  // 1 - beta2^k
};

// y = (1 - c) y + c z + rate (beta1 (1 - c) - 1) d; z -= rate d. Needs room for one copy of a parameter.
void update(const TrainedParameter& p, at::Tensor& z, at::Tensor& v, const StepSizes& sizes,
            const ScheduleFreeOptions& o) {
  const at::Tensor& y = p.value;
  const at::Tensor& gradient = y.grad();
  const double rate = sizes.rate * p.rate, decay = o.weight_decay * p.decay, c = sizes.average;
  v.mul_(o.beta2).addcmul_(gradient, gradient, 1 - o.beta2);
  at::Tensor d = o.form == Form::kCurrent ? (v / sizes.correction).sqrt_() : v.sqrt();
  d.add_(o.epsilon).reciprocal_().mul_(gradient);
  if (decay != 0) d.add_(y, decay);
  y.mul_(1 - c).add_(z, c).add_(d, rate * (o.beta1 * (1 - c) - 1));
  z.sub_(d, rate);
}

}  // namespace

ScheduleFreeAdamW::ScheduleFreeAdamW(std::vector<TrainedParameter> parameters,
                                     const ScheduleFreeOptions& options)
    : parameters_(std::move(parameters)), options_(options) {
  restart();
}

void ScheduleFreeAdamW::restart() {
  state_ = {};
  iterate_.clear();
  for (const TrainedParameter& p : parameters_) {
    state_.z.push_back(p.value.detach().clone());
    state_.v.push_back(at::zeros_like(p.value, at::MemoryFormat::Preserve));
  }
}

double ScheduleFreeAdamW::learning_rate() const {
  const auto k = static_cast<double>(state_.steps + 1);
  const auto warmup = static_cast<double>(options_.warmup_steps);
  const double rate = options_.learning_rate * (k < warmup ? k / warmup : 1);
  return options_.form == Form::kPaper ? rate * std::sqrt(1 - std::pow(options_.beta2, k)) : rate;
}

void ScheduleFreeAdamW::step() {
  if (!iterate_.empty()) fail(ErrorKind::kInternal, "a step from the average");
  const at::NoGradGuard no_grad;
  StepSizes sizes;
  sizes.rate = learning_rate();
  const auto k = static_cast<double>(++state_.steps);
  sizes.correction = 1 - std::pow(options_.beta2, k);
  state_.largest_rate = std::max(state_.largest_rate, sizes.rate);
  const double weight = std::pow(k, options_.r) * std::pow(state_.largest_rate, options_.weight_power);
  state_.weight_sum += weight;
  sizes.average = state_.weight_sum > 0 ? weight / state_.weight_sum : 0;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].value.grad().defined())
      update(parameters_[i], state_.z[i], state_.v[i], sizes, options_);
  }
}

// x = y + (1 - 1 / beta1) (z - y), since y = beta1 x + (1 - beta1) z.
std::vector<at::Tensor> ScheduleFreeAdamW::average() const {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> x;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const at::Tensor& y = iterate_.empty() ? parameters_[i].value : iterate_[i];
    x.push_back(at::lerp(y.detach(), state_.z[i], 1 - 1 / options_.beta1));
  }
  return x;
}

void ScheduleFreeAdamW::show_average() {
  if (!iterate_.empty()) return;
  const at::NoGradGuard no_grad;
  const double towards_z = 1 - 1 / options_.beta1;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    iterate_.push_back(parameters_[i].value.detach().clone());
    parameters_[i].value.lerp_(state_.z[i], towards_z);
  }
}

void ScheduleFreeAdamW::show_iterate() {
  if (iterate_.empty()) return;
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].value.copy_(iterate_[i]);
  iterate_.clear();
}

void ScheduleFreeAdamW::restore(State state) {
  if (state.z.size() != parameters_.size() || state.v.size() != parameters_.size())
    fail(ErrorKind::kInternal, "the state of {} parameters for {}", state.z.size(), parameters_.size());
  state_ = std::move(state);
}

}  // namespace jtp
