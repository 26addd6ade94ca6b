// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// Tells a loss that leaps from one that wanders. Its two numbers are part of a checkpoint.
struct SpikeWatch {
  static constexpr std::int64_t kSettling = 20;  // steps that are not judged
  static constexpr double kWeight = 0.05;        // of a step in the running mean, once there were 20

  double mean = 0;
  std::int64_t steps = 0;

  // Whether `loss` is more than `factor` times the running mean; never for a factor of 0, nor in the first
  // steps.
  bool is_spike(double loss, double factor) const {
    return factor > 0 && steps >= kSettling && loss > factor * mean;
  }

  void add(double loss) {
    ++steps;
    const double share = 1.0 / static_cast<double>(steps);
    mean += (share > kWeight ? share : kWeight) * (loss - mean);
  }
};

}  // namespace jtp
