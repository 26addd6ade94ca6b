// SPDX-License-Identifier: Apache-2.0
#include "cli/options/parse.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "cli/exit_code.h"
#include "cli/terminal/terminal.h"

namespace jtp {

std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv) {
  app.name(fmt::format("jtp {}", argv[0]));
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kExitAllDone;
  } catch (const CLI::ParseError& error) {
    print_message(printable(fmt::format("jtp {}: {} (see 'jtp {} --help')", argv[0], error.what(), argv[0])));
    return kExitUsage;
  }
}

}  // namespace jtp
