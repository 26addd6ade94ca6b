// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/tag/options.h"
#include "cli/terminal/failure_log.h"
#include "cli/terminal/status_line.h"
#include "jtp/base/error.h"

namespace jtp {

// The failures and the progress of one run of `jtp export`.
class ExportLog {
 public:
  explicit ExportLog(Verbosity verbosity);

  void add_failure(const Error& error) { failures_.add(error); }
  void count_picture();

  // Prints the failures, then `summary` with the time. Returns the exit code.
  int finish(const std::string& summary);

 private:
  const Verbosity verbosity_;
  StatusLine progress_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::int64_t pictures_ = 0;
  FailureLog failures_;
};

}  // namespace jtp
