// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

// What went wrong with single inputs of a run: all are counted, the first twenty named at its end.
class FailureLog {
 public:
  void add(const Error& error);

  std::int64_t count() const { return count_; }

  // A line for each of those that are named, on stderr; `hint` follows the number of the others.
  void print(std::string_view hint = "") const;

 private:
  std::int64_t count_ = 0;
  std::vector<std::string> named_;
};

}  // namespace jtp
