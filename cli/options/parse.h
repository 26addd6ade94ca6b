// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace jtp {

// Parses the arguments of a command (argv[0] is its name). Returns nothing if the command should run.
// Otherwise it has printed the help on stdout or the mistake on stderr, and returns the exit code.
std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv);

}  // namespace jtp
