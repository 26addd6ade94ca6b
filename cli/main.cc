// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/nearest_name.h"
#include "cli/run_command.h"
#include "cli/terminal/terminal.h"
#include "cli/version.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"tag", "tag pictures: printed tags, caption files, JSON lines, CSV", run_tag},
    Command{"serve", "serve the web page and the API on this machine", run_serve},
    Command{"store", "maintain the score store: check, stats, tags, vacuum, merge", run_store},
    Command{"export", "write captions, sidecars and tables from stored scores", run_export},
    Command{"review", "ask a person whether the tags are right; measure precision and thresholds",
            run_review},
    Command{"hydrus", "tag the files of a Hydrus client through its API", run_hydrus},
    Command{"pull", "download a model", run_pull},
    Command{"convert", "pack a model for this machine, so that it starts at once", run_convert},
    Command{"info", "show the model, the machine, the formats and the caches", run_info},
    Command{"compare", "compare the scores of a faster precision with f32 on your pictures", run_compare},
    Command{"bench", "measure how fast the network runs on this machine", run_bench},
    Command{"trace", "write every intermediate result of the network to a file", run_trace},
    Command{"data", "make training data from an e621 database dump or captions", run_data},
    Command{"prior", "fit and use the Bayesian model of tag strings", run_prior},
    Command{"train", "train a tagger on your own pictures and tags", run_train},
    Command{"eval", "measure how well a model's tags agree with labels", run_eval},
    Command{"calibrate", "choose thresholds from labelled pictures", run_calibrate},
};

std::string help() {
  std::string text =
      "jtp: tags pictures with the models of the Joint Tagger Project, on this machine.\n\n"
      "Usage: jtp COMMAND [OPTIONS] ...\n\n";
  for (const Command& command : kCommands)
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  text +=
      "\n  --help     print this text; 'jtp COMMAND --help' tells more\n"
      "  --version  print the version and the built-in formats and instruction sets\n\n"
      "Example:\n  jtp tag -r --write pictures/\n";
  return text;
}

int refuse(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  const auto meant = nearest_name(name, names);
  print_message(fmt::format("jtp: unknown command '{}'{}", printable(name),
                            meant ? fmt::format("; did you mean '{}'?", *meant) : " (see 'jtp --help')"));
  return kExitUsage;
}

// Allows as many open files as the system permits. The usual limit of 1024 exists for programs that use
// select().
void raise_open_files() {
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return;
  most.rlim_cur = most.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &most);
}

int dispatch(std::span<char*> arguments);

// `jtp help tag` is `jtp tag --help`.
int help_with(std::span<char*> command) {
  std::string help = "--help";
  std::vector<char*> arguments(command.begin(), command.end());
  arguments.push_back(help.data());
  return dispatch(arguments);
}

int dispatch(std::span<char*> arguments) {
  if (arguments.empty()) {
    std::fputs(help().c_str(), stderr);
    return kExitUsage;
  }
  const std::string_view name = arguments.front();
  if (name == "help" && arguments.size() > 1) return help_with(arguments.subspan(1));
  if (name == "--help" || name == "-h" || name == "help") {
    std::fputs(help().c_str(), stdout);
    return kExitAllDone;
  }
  if (name == "--version" || name == "-V" || name == "version") {
    std::fputs(version_text().c_str(), stdout);
    return kExitAllDone;
  }
  raise_open_files();
  for (const Command& command : kCommands) {
    if (command.name == name) return run_command(command, arguments);
  }
  return refuse(name);
}

}  // namespace
}  // namespace jtp

int main(int argc, char** argv) {
  return jtp::dispatch(std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0));
}
