// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/command.h"

namespace jtp {

// Runs a command; arguments[0] is its name. An exception becomes a line on stderr and an exit code.
int run_command(const Command& command, std::span<char*> arguments);

}  // namespace jtp
