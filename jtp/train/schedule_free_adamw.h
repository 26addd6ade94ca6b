// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

#include "jtp/train/optimizer_options.h"

namespace jtp {

// A parameter with its factors.
struct TrainedParameter {
  at::Tensor value;
  double rate = 1;   // times the learning rate
  double decay = 1;  // times the weight decay
};

// Schedule-Free AdamW (Defazio et al. 2024, The Road Less Scheduled). It has three sequences: z, the plain
// steps; x, their weighted average, which is the result; and y between them, where gradients are taken. The
// parameters hold y during training and x while averaged. Formulas: docs/training.md.
class ScheduleFreeAdamW {
 public:
  // The state; a run that is resumed from it continues bit for bit.
  struct State {
    std::int64_t steps = 0;
    double weight_sum = 0;
    double largest_rate = -1;
    std::vector<at::Tensor> z;  // one per parameter
    std::vector<at::Tensor> v;  // mean of squared gradients
  };

  ScheduleFreeAdamW(std::vector<TrainedParameter> parameters, const ScheduleFreeOptions& options);

  // Forgets everything: x, y and z start at the current parameters.
  void restart();

  // Takes one step along the parameters' gradients; a parameter without a gradient stays. Must not be called
  // while averaged.
  void step();

  // show_average() puts x into the parameters and saves y; show_iterate() restores y to the same bits. Each
  // does nothing if it is already done.
  void show_average();
  void show_iterate();

  // x of each parameter, as new tensors.
  std::vector<at::Tensor> average() const;

  double learning_rate() const;  // for the next step
  double weight_sum() const { return state_.weight_sum; }

  const State& state() const { return state_; }
  // The parameters must hold the y of this state.
  void restore(State state);

 private:
  std::vector<TrainedParameter> parameters_;
  ScheduleFreeOptions options_;
  State state_;
  std::vector<at::Tensor> iterate_;  // y, while averaged
};

}  // namespace jtp
