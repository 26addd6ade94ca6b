// SPDX-License-Identifier: Apache-2.0
#include "cli/run_command.h"

#include <fmt/core.h>

#include <string>

#include "cli/exit_code.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

int report(std::string_view command, const Error& error) {
  if (error.kind() == ErrorKind::kCancelled && interrupted()) return interrupted_exit_code();
  if (error.kind() != ErrorKind::kCancelled) {
    const std::string hint =
        error.kind() == ErrorKind::kUsage ? fmt::format(" (see 'jtp {} --help')", command) : "";
    print_message(printable(fmt::format("jtp {}: {}{}", command, error.what(), hint)));
  }
  return exit_code(error.kind());
}

}  // namespace

int run_command(const Command& command, std::span<char*> arguments) {
  try {
    return command.run(static_cast<int>(arguments.size()), arguments.data());
  } catch (...) {
    return report(command.name, current_error());
  }
}

}  // namespace jtp
