// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/step_guard.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "jtp/base/error.h"

namespace jtp {

double StepGuard::add(std::span<const std::int64_t> samples, const at::Tensor& losses) {
  double sum = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    seen_.emplace_back(samples[i], losses.data_ptr<double>()[i]);
    sum += seen_.back().second;
  }
  return sum;
}

void StepGuard::check(std::int64_t step, double loss, double norm, const SpikeWatch& watch) const {
  if (!std::isfinite(loss) || !std::isfinite(norm)) {
    fail(ErrorKind::kInternal, "step {}: the loss is {} and the norm of its gradient {}; {}", step + 1, loss,
         norm, name_batch(step, std::isfinite(loss) ? loss : std::numeric_limits<double>::max()));
  }
  if (watch.is_spike(loss, spike_)) {
    fail(ErrorKind::kInternal,
         "step {}: the loss jumps to {:.4g} from a running mean of {:.4g} (schedule.spike = {}); {}",
         step + 1, loss, watch.mean, spike_, name_batch(step, loss));
  }
}

// Describes the batch of this step and its pictures whose loss is at least `limit` or NaN.
std::string StepGuard::name_batch(std::int64_t step, double limit) const {
  constexpr std::size_t kMaxNamed = 8;
  const std::int64_t first = step * batch_;
  const std::string place = fmt::format("the batch is positions {} to {} of the stream (epoch {}), posts",
                                        first, first + batch_ - 1, first / pictures_);
  std::string posts;
  std::size_t named = 0;
  for (const auto& [sample, loss] : seen_) {
    if (loss < limit) continue;
    if (named++ == kMaxNamed) return place + posts + ", ...";
    posts += fmt::format("{}{}", posts.empty() ? " " : ", ", manifest_->sample(sample).post_id);
  }
  return place + posts;
}

}  // namespace jtp
