// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/status_line.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "cli/terminal/terminal.h"

namespace jtp {

ProgressStyle style_of_stderr() {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return is_terminal(stderr) && !dumb ? ProgressStyle::kRedrawn : ProgressStyle::kLines;
}

bool StatusLine::is_due() const {
  using namespace std::chrono_literals;
  if (style_ == ProgressStyle::kNone) return false;
  return Clock::now() - last_ >= (style_ == ProgressStyle::kRedrawn ? 100ms : 10'000ms);
}

void StatusLine::show(std::string_view text) {
  if (style_ == ProgressStyle::kNone) return;
  restart();
  if (style_ == ProgressStyle::kLines) return print_message(text);
  const auto width = static_cast<std::size_t>(std::max(1, terminal_width(stderr) - 1));
  fmt::print(stderr, "\r\x1b[K{}", text.substr(0, width));
  std::fflush(stderr);
  drawn_ = true;
}

void StatusLine::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

}  // namespace jtp
