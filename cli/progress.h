// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace jtp {

struct ProgressCounts {
  std::int64_t done = 0;  // pictures, those that failed among them
  std::int64_t failed = 0;
  std::optional<std::int64_t> total;  // once it is known
  double seconds = 0;                 // since the start
};

// "120 of 1000 pictures, 35.2/s, 25 s left, 2 failed".
std::string format_progress(const ProgressCounts& counts);

// "25 s", "3 min 20 s", "2 h 5 min".
std::string format_duration(double seconds);

enum class ProgressStyle {
  kNone,
  kRedrawn,  // one line of a terminal, drawn over and over
  kLines,    // a line every ten seconds
};

// Shows how far a run is, on stderr. For one thread.
class Progress {
 public:
  explicit Progress(ProgressStyle style) : style_(style) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Shows the counts if it is time to.
  void show(const ProgressCounts& counts);

  // Takes a redrawn line away, before something else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  ProgressStyle style_;
  Clock::time_point last_ = Clock::now();
  bool drawn_ = false;
};

}  // namespace jtp
