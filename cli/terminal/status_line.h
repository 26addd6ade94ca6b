// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

namespace jtp {

enum class ProgressStyle {
  kNone,
  kRedrawn,  // one line of a terminal, drawn over and over
  kLines,    // a line every ten seconds
};

// kRedrawn where stderr is a terminal, else kLines.
ProgressStyle style_of_stderr();

// A line on stderr that says how far a run is. For one thread.
class StatusLine {
 public:
  explicit StatusLine(ProgressStyle style) : style_(style) {}
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // Whether it is time to show something; never for kNone.
  bool is_due() const;

  // `text` as it fits into the terminal, or as a line of its own; nothing for kNone.
  void show(std::string_view text);

  // Takes a redrawn line away, before something else is printed.
  void clear();

  // The next line is due as long from now as from a shown one.
  void restart() { last_ = Clock::now(); }

 private:
  using Clock = std::chrono::steady_clock;

  ProgressStyle style_;
  Clock::time_point last_ = Clock::now();
  bool drawn_ = false;
};

}  // namespace jtp
