// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/progress.h"

#include <fmt/core.h>

#include <cmath>

#include "jtp/base/text.h"

namespace jtp {

std::string format_duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string format_progress(const ProgressCounts& counts) {
  std::string text = counts.total ? fmt::format("{} of {}", counts.done, counted(*counts.total, "picture"))
                                  : counted(counts.done, "picture");
  if (counts.done > 0 && counts.seconds > 0) {
    const double rate = static_cast<double>(counts.done) / counts.seconds;
    text += fmt::format(", {:.1f}/s", rate);
    if (counts.total && *counts.total > counts.done) {
      text +=
          fmt::format(", {} left", format_duration(static_cast<double>(*counts.total - counts.done) / rate));
    }
  }
  if (counts.failed > 0) text += fmt::format(", {} failed", counts.failed);
  return text;
}

}  // namespace jtp
