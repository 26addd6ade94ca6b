// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/base/thread_pool.h"
#include "jtp/kernels/kernels.h"

namespace jtp {

// Operations per second; a multiply-add is two.
struct Peaks {
  double f32 = 0;
  double bf16 = 0;
  double int8 = 0;

  double of(ElementType type) const;
};

// Measures the speed of Kernels::multiply_adds on `threads` threads.
class PeakMeter {
 public:
  PeakMeter(const Kernels& kernels, int threads) : kernels_(kernels), pool_(threads) {}

  // Takes about a tenth of a second. Call it several times, because other programs disturb it.
  void measure();

  // The best so far.
  const Peaks& best() const { return best_; }

 private:
  double rate(ElementType type);

  const Kernels& kernels_;
  ThreadPool pool_;
  Peaks best_;
};

}  // namespace jtp
