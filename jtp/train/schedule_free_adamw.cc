// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/schedule_free_adamw.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Form = ScheduleFreeOptions::Form;

// The numbers of one step, which are the same for all parameters.
struct StepSizes {
  double rate = 0;
  double average = 0;     // c: the share of the new z in the average
  double correction = 0;  // 1 - beta2^k
};

// Parameters that are updated together, so that a GPU starts some ten kernels for all of them rather than for
// each.
struct Group {
  std::vector<at::Tensor> y, gradient, z, v;
  std::vector<at::Scalar> rates;
  std::vector<std::size_t> decayed;  // which of them have weight decay ...
  std::vector<at::Tensor> decayed_y;
  std::vector<at::Scalar> decays;  // ... and how much
  std::int64_t elements = 0;

  void add(const TrainedParameter& p, const at::Tensor& of_z, const at::Tensor& of_v, double rate,
           double weight_decay) {
    if (weight_decay * p.decay != 0) {
      decayed.push_back(y.size());
      decayed_y.push_back(p.value);
      decays.emplace_back(weight_decay * p.decay);
    }
    y.push_back(p.value);
    gradient.push_back(p.value.grad());
    z.push_back(of_z);
    v.push_back(of_v);
    rates.emplace_back(rate * p.rate);
    elements += p.value.numel();
  }
};

// The largest number of elements in a group, unless a single parameter has more. On a GPU, 16 MiB, which are
// copied in negligible time; on a CPU, as many as fit into the second-level cache with everything that
// belongs to them.
std::int64_t most_elements(const at::Tensor& parameter) {
  return std::int64_t{1} << (parameter.is_cuda() ? 22 : 16);
}

// y = (1 - c) y + c z + rate (beta1 (1 - c) - 1) d; z -= rate d.
void update(const Group& group, const StepSizes& sizes, const ScheduleFreeOptions& o) {
  const double c = sizes.average;
  at::_foreach_mul_(group.v, o.beta2);
  at::_foreach_addcmul_(group.v, group.gradient, group.gradient, 1 - o.beta2);
  std::vector<at::Tensor> d =
      at::_foreach_div(group.v, at::Scalar(o.form == Form::kCurrent ? sizes.correction : 1.0));
  at::_foreach_sqrt_(d);
  at::_foreach_add_(d, at::Scalar(o.epsilon));
  at::_foreach_reciprocal_(d);
  at::_foreach_mul_(d, group.gradient);
  if (!group.decays.empty()) {
    std::vector<at::Tensor> losing;
    for (const std::size_t i : group.decayed) losing.push_back(d[i]);
    at::_foreach_add_(losing, at::_foreach_mul(group.decayed_y, group.decays));
  }
  at::_foreach_mul_(d, group.rates);
  at::_foreach_mul_(group.y, at::Scalar(1 - c));
  at::_foreach_add_(group.y, group.z, c);
  at::_foreach_add_(group.y, d, o.beta1 * (1 - c) - 1);
  at::_foreach_sub_(group.z, d);
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
  Group group;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const TrainedParameter& p = parameters_[i];
    if (!p.value.grad().defined()) continue;
    if (group.elements > 0 && group.elements + p.value.numel() > most_elements(p.value))
      update(std::exchange(group, {}), sizes, options_);
    group.add(p, state_.z[i], state_.v[i], sizes.rate, options_.weight_decay);
  }
  if (group.elements > 0) update(group, sizes, options_);
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
