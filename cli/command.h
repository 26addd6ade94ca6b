// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jtp {

// One command of the program: `jtp NAME ...`.
struct Command {
  std::string_view name;
  std::string_view summary;           // for `jtp --help`
  int (*run)(int argc, char** argv);  // argv[0] is the command's name; returns an exit code, throws Error
};

}  // namespace jtp
