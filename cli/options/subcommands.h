// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "cli/command.h"

namespace jtp {

// Runs a command that has subcommands: `jtp NAME SUBCOMMAND ...`. Calls the one that argv[1] names, with
// argv[0] = "NAME SUBCOMMAND", or answers --help with `summary` and the list.
int run_subcommand(std::span<const Command> commands, std::string_view summary, int argc, char** argv);

}  // namespace jtp
