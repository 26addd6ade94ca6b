// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "jtp/data/manifest.h"
#include "jtp/train/spike_watch.h"

namespace jtp {

// Prevents steps with a loss that is not finite or that jumps, and names the responsible pictures.
class StepGuard {
 public:
  // batch: pictures per step; pictures: per epoch; spike: how many times the running mean the loss may be, 0:
  // no limit.
  StepGuard(const Manifest& manifest, std::int64_t batch, std::int64_t pictures, double spike)
      : manifest_(&manifest), batch_(batch), pictures_(pictures), spike_(spike) {}

  // Begins a new step.
  void begin() { seen_.clear(); }

  // Adds the losses [N], f64, of the samples of a pass; returns their sum.
  double add(std::span<const std::int64_t> samples, const at::Tensor& losses);

  // `step`: the number of steps before this one; `loss`, `norm`: its mean loss and the norm of its gradient.
  // Throws Error kInternal naming the batch if these are not finite or the loss jumps.
  void check(std::int64_t step, double loss, double norm, const SpikeWatch& watch) const;

 private:
  std::string name_batch(std::int64_t step, double limit) const;

  const Manifest* manifest_;
  std::int64_t batch_;
  std::int64_t pictures_;
  double spike_;
  std::vector<std::pair<std::int64_t, double>> seen_;  // sample and loss
};

}  // namespace jtp
