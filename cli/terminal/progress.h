// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace jtp {

struct ProgressCounts {
  std::int64_t done = 0;  // pictures, including failed ones
  std::int64_t failed = 0;
  std::optional<std::int64_t> total;  // once it is known
  double seconds = 0;                 // since the start
};

// "120 of 1000 pictures, 35.2/s, 25 s left, 2 failed".
std::string format_progress(const ProgressCounts& counts);

// "25 s", "3 min 20 s", "2 h 5 min".
std::string format_duration(double seconds);

}  // namespace jtp
