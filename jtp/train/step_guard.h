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

// Keeps what is not finite, and what leaps, from the parameters, and names the pictures that are to blame.
class StepGuard {
 public:
  // batch: pictures a step; pictures: of an epoch; spike: times the running mean that a loss may reach, 0:
  // any.
  StepGuard(const Manifest& manifest, std::int64_t batch, std::int64_t pictures, double spike)
      : manifest_(&manifest), batch_(batch), pictures_(pictures), spike_(spike) {}

  // A new step, of which nothing has been seen.
  void begin() { seen_.clear(); }

  // The losses [N], f64, of the samples of a pass; returns their sum.
  double add(std::span<const std::int64_t> samples, const at::Tensor& losses);

  // `step`: of those before this one, whose mean loss and gradient's norm are given. Throws Error kInternal
  // naming the batch where these are not finite or the loss leaps.
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
