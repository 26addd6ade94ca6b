// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

struct ScheduleFreeOptions {
  double learning_rate = 1e-4;
  double beta1 = 0.9;  // how far y, where gradients are taken, is from z towards x
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;        // at y
  std::int64_t warmup_steps = 0;  // the rate rises linearly
  double r = 0;                   // weight of step k in the average: k^r ...
  double weight_power = 2;        // ... times the largest rate so far to this power
  enum class Form {
    kCurrent,  // releases of the reference from 1.3 on
    kPaper,    // up to 1.2.7: the bias correction is part of the rate, and so of the weights
  } form = Form::kCurrent;
};

// What a parameter's rate is multiplied by.
struct RateFactors {
  double head = 1;         // of the head
  double pool = 1;         // of the attention pool and the last norm
  double layer_decay = 1;  // per block downwards: the last has 1, the one below it this, and so on; the patch
                           // embedding and the positions one more
};

}  // namespace jtp
