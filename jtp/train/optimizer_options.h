// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

struct ScheduleFreeOptions {
  double learning_rate = 1e-4;
  double beta1 = 0.9;  // position of y, where gradients are taken, on the way from z (0) to x (1)
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;        // applied at y
  std::int64_t warmup_steps = 0;  // during which the rate rises linearly
  double r = 0;                   // the weight of step k in the average is k^r ...
  double weight_power = 2;        // ... times the largest rate so far to this power
  enum class Form {
    kCurrent,  // as in the reference since release 1.3
    kPaper,    // as in the reference up to 1.2.7: the bias correction is part of the rate, and so of the
               // weights
  } form = Form::kCurrent;
};

// Factors of the learning rate for parts of the network.
struct RateFactors {
  double head = 1;         // of the head
  double pool = 1;         // of the attention pool and the last norm
  double layer_decay = 1;  // per block downwards: the last block has 1, the one below this factor, the next
                           // its square, and so on; the patch embedding and the positions have one factor
                           // more than the first block
};

}  // namespace jtp
