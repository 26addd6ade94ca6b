// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace jtp {

// Parses the arguments of a command (argv[0] is its name). Nothing when the command should run; otherwise the
// exit code, after --help was answered on stdout or the mistake named on stderr.
std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv);

}  // namespace jtp
