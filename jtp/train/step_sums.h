// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include "jtp/train/comm.h"

namespace jtp {

// Numbers that are added up over the processes after each step.
struct StepSums {
  double loss = 0;  // over the pictures
  double stop = 0;  // number of processes that were asked to stop
  double late = 0;  // from rank 0: the time is up

  void exchange(const Comm& comm) {
    const at::Tensor sums = at::tensor({loss, stop, late}, at::kDouble);
    comm.sum(sums);
    const double* s = sums.data_ptr<double>();
    *this = {s[0], s[1], s[2]};
  }
};

}  // namespace jtp
