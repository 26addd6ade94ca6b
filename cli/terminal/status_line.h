// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

namespace jtp {

enum class ProgressStyle {
  kNone,
  kRedrawn,  // a single line of a terminal that is redrawn
  kLines,    // a new line every ten seconds
};

// kRedrawn if stderr is a terminal, otherwise kLines.
ProgressStyle style_of_stderr();

// A line on stderr that shows the progress of a run. For one thread.
class StatusLine {
 public:
  explicit StatusLine(ProgressStyle style) : style_(style) {}
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // Whether it is time to show something; never for kNone.
  bool is_due() const;

  // Shows `text`: cut to the width of the terminal, or as a separate line. Does nothing for kNone.
  void show(std::string_view text);

  // Removes a redrawn line before something else is printed.
  void clear();

  // Restarts the waiting time, as if a line had just been shown.
  void restart() { last_ = Clock::now(); }

 private:
  using Clock = std::chrono::steady_clock;

  ProgressStyle style_;
  Clock::time_point last_ = Clock::now();
  bool drawn_ = false;
};

}  // namespace jtp
