// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace jtp {

// What one step of all processes together contributes to the meter.
struct MeteredStep {
  double loss = 0;  // sum over the pictures
  std::int64_t pictures = 0;
  double gradient_norm = 0;
  double network_seconds = 0;  // PassResult's, for this process
};

// Means and speed of the steps since the last row of the log.
class StepMeter {
 public:
  void add(const MeteredStep& step);

  // Starts a new window. waited: the current LoaderStats::waited_seconds.
  void restart(double waited);

  std::optional<double> loss() const;                      // per picture; nothing before the first step
  double gradient_norm() const { return gradient_norm_; }  // of the last step
  double pictures_per_second() const { return static_cast<double>(pictures_) / seconds(); }
  double share_waiting(double waited) const { return (waited - waited_) / seconds(); }
  double share_outside_the_network() const { return 1 - network_ / seconds(); }

  // Excludes a time span that was not spent on training.
  void leave_out(std::chrono::steady_clock::duration span) { begin_ += span; }

 private:
  double seconds() const;  // above 0

  double loss_ = 0;
  std::int64_t pictures_ = 0;
  double gradient_norm_ = 0;
  double network_ = 0;
  double waited_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace jtp
