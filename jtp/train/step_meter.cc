// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/step_meter.h"

#include <algorithm>

namespace jtp {

void StepMeter::add(const MeteredStep& step) {
  loss_ += step.loss;
  pictures_ += step.pictures;
  gradient_norm_ = step.gradient_norm;
  network_ += step.network_seconds;
}

void StepMeter::restart(double waited) {
  *this = {};
  waited_ = waited;
}

std::optional<double> StepMeter::loss() const {
  if (pictures_ == 0) return std::nullopt;
  return loss_ / static_cast<double>(pictures_);
}

double StepMeter::seconds() const {
  return std::max(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(), 1e-9);
}

}  // namespace jtp
