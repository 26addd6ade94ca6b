// SPDX-License-Identifier: Apache-2.0
#include "cli/options/subcommands.h"

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/nearest_name.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

std::string help(std::span<const Command> commands, std::string_view summary, std::string_view family) {
  std::string text = fmt::format("{}\nUsage: jtp {} COMMAND [OPTIONS] ...\n\n", summary, family);
  for (const Command& command : commands) text += fmt::format("  {:<11} {}\n", command.name, command.summary);
  return text + fmt::format("\n'jtp {} COMMAND --help' tells more.\n", family);
}

}  // namespace

int run_subcommand(std::span<const Command> commands, std::string_view summary, int argc, char** argv) {
  const std::string_view family = argv[0];
  if (argc < 2) {
    std::fputs(help(commands, summary, family).c_str(), stderr);
    return kExitUsage;
  }
  const std::string_view name = argv[1];
  if (name == "--help" || name == "-h") {
    std::fputs(help(commands, summary, family).c_str(), stdout);
    return kExitAllDone;
  }
  for (const Command& command : commands) {
    if (command.name != name) continue;
    std::string full_name = fmt::format("{} {}", family, name);
    std::vector<char*> arguments(argv + 1, argv + argc);
    arguments.front() = full_name.data();
    arguments.push_back(nullptr);
    return command.run(argc - 1, arguments.data());
  }
  std::vector<std::string_view> names;
  for (const Command& command : commands) names.push_back(command.name);
  const auto meant = nearest_name(name, names);
  if (meant) fail(ErrorKind::kUsage, "unknown command '{}'; did you mean '{}'?", name, *meant);
  fail(ErrorKind::kUsage, "unknown command '{}'; give one of {}", name.substr(0, 80), fmt::join(names, ", "));
}

}  // namespace jtp
