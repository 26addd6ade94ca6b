// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "jtp/report/event_file.h"
#include "jtp/report/metrics_log.h"

namespace jtp {

// The files that people look at: metrics.jsonl, a TensorBoard event file, report.html.
class RunLog {
 public:
  // Continues after step `last_step`; 0 starts new files. Throws Error kIo, kInvalidInput.
  RunLog(std::filesystem::path folder, std::int64_t last_step);

  // Adds a row of numbers to both logs.
  void add(std::int64_t step, std::span<const Metric> values);

  // Writes report.html from all rows: curves, key figures, and the configuration.
  void write_report(const std::string& config_text) const;

 private:
  std::filesystem::path folder_;
  MetricsLog metrics_;
  EventFile events_;
};

// The names of the logged numbers.
namespace metric {
inline constexpr const char* kTrainLoss = "loss/train";
inline constexpr const char* kValidationLoss = "loss/validation";
inline constexpr const char* kInformedness = "informedness/at_threshold";
inline constexpr const char* kBestInformedness = "informedness/best";
inline constexpr const char* kMicroInformedness = "informedness/micro_at_threshold";
inline constexpr const char* kBestThreshold = "informedness/best_threshold";
inline constexpr const char* kRate = "optimizer/learning_rate";
inline constexpr const char* kGradientNorm = "optimizer/gradient_norm";
inline constexpr const char* kSpeed = "speed/pictures_per_second";
inline constexpr const char* kWaiting = "speed/share_waiting_for_pictures";
inline constexpr const char* kOutside = "speed/share_outside_the_network";
inline constexpr const char* kEpoch = "epoch";
inline constexpr const char* kMinutes = "minutes";
}  // namespace metric

}  // namespace jtp
