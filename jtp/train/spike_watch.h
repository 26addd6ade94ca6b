// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// Distinguishes a loss that jumps from one that drifts. Its two numbers are part of a checkpoint.
struct SpikeWatch {
  static constexpr std::int64_t kSettling = 20;  // first steps, which are not judged
  static constexpr double kWeight = 0.05;        // weight of a step in the running mean after the first 20
                                                 // steps

  double mean = 0;
  std::int64_t steps = 0;

  // Whether `loss` is more than `factor` times the running mean; never for a factor of 0 or in the first
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
