// SPDX-License-Identifier: Apache-2.0
#include "cli/options/parse.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/nearest_name.h"
#include "cli/terminal/terminal.h"

namespace jtp {

namespace {

// The message for arguments that CLI11 does not know, with the option that may have been meant.
std::string describe_extras(const CLI::App& app) {
  for (const std::string& word : app.remaining()) {
    if (!word.starts_with('-')) continue;
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string_view> names;
    std::vector<std::string> texts;
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& known : option->get_lnames()) texts.push_back("--" + known);
    }
    names.assign(texts.begin(), texts.end());
    const auto meant = nearest_name(name, names);
    return fmt::format("unknown option '{}'{}", name,
                       meant ? fmt::format("; did you mean '{}'?", *meant) : "");
  }
  return fmt::format("unexpected argument '{}'", app.remaining().empty() ? "" : app.remaining().front());
}

int refuse(const std::string& command, const std::string& why) {
  print_message(printable(fmt::format("jtp {}: {} (see 'jtp {} --help')", command, why, command)));
  return kExitUsage;
}

}  // namespace

std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv) {
  app.name(fmt::format("jtp {}", argv[0]));
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kExitAllDone;
  } catch (const CLI::ExtrasError&) {
    return refuse(argv[0], describe_extras(app));
  } catch (const CLI::ParseError& error) {
    return refuse(argv[0], error.what());
  }
}

}  // namespace jtp
