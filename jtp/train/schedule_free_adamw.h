// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

#include "jtp/train/optimizer_options.h"

namespace jtp {

// A parameter and how it is treated.
struct TrainedParameter {
  at::Tensor value;
  double rate = 1;   // times the learning rate
  double decay = 1;  // times the weight decay
};

// Schedule-Free AdamW (Defazio et al. 2024, The Road Less Scheduled). Three sequences: z, the plain steps; x,
// their weighted average, which is the result; y between them, where gradients are taken. The parameters hold
// y while training and x while averaged. Formulas: docs/training.md.
class ScheduleFreeAdamW {
 public:
  // State that a run resumed from it continues bit for bit.
  struct State {
    std::int64_t steps = 0;
    double weight_sum = 0;
    double largest_rate = -1;
    std::vector<at::Tensor> z;  // one per parameter
    std::vector<at::Tensor> v;  // mean squared gradients
  };

  ScheduleFreeAdamW(std::vector<TrainedParameter> parameters, const ScheduleFreeOptions& options);

  // Forgets everything: the parameters as they are now are where x, y and z begin.
  void restart();

  // One step along the parameters' gradients; a parameter without one stays. Not while averaged.
  void step();

  // Puts x into the parameters and keeps y aside; and back, to the same bits. Each does nothing where it is
  // so already.
  void show_average();
  void show_iterate();

  // x of each parameter, as new tensors.
  std::vector<at::Tensor> average() const;

  double learning_rate() const;  // of the next step
  double weight_sum() const { return state_.weight_sum; }

  const State& state() const { return state_; }
  // The parameters must hold the y that belongs to it.
  void restore(State state);

 private:
  std::vector<TrainedParameter> parameters_;
  ScheduleFreeOptions options_;
  State state_;
  std::vector<at::Tensor> iterate_;  // y, while averaged
};

}  // namespace jtp
