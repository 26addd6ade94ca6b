// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

// Errors of single inputs of a run. All are counted; the first twenty are named at the end.
class FailureLog {
 public:
  void add(const Error& error);

  std::int64_t count() const { return count_; }

  // Prints one line per named error on stderr; `hint` follows the number of the others.
  void print(std::string_view hint = "") const;

 private:
  std::int64_t count_ = 0;
  std::vector<std::string> named_;
};

}  // namespace jtp
