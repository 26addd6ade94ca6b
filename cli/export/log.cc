// SPDX-License-Identifier: Apache-2.0
#include "cli/export/log.h"

#include <fmt/core.h>

#include "cli/exit_code.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/text.h"

namespace jtp {

ExportLog::ExportLog(Verbosity verbosity)
    : verbosity_(verbosity),
      progress_(verbosity == Verbosity::kQuiet ? ProgressStyle::kNone : style_of_stderr()) {}

void ExportLog::count_picture() {
  ++pictures_;
  if (progress_.is_due())
    progress_.show(fmt::format("{}, {} failed", counted(pictures_, "picture"), failures_.count()));
}

int ExportLog::finish(const std::string& summary) {
  progress_.clear();
  failures_.print();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  if (verbosity_ != Verbosity::kQuiet)
    print_message(fmt::format("{}, {} failed, {:.2f} s", summary, failures_.count(), elapsed.count()));
  if (interrupted()) return interrupted_exit_code();
  return failures_.count() > 0 ? kExitSomeFailed : kExitAllDone;
}

}  // namespace jtp
