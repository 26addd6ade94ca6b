// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"tag", "tag pictures: print, caption files, JSON lines, CSV", run_tag},
    Command{"serve", "the page and the API, for this machine's browsers and programs", run_serve},
    Command{"store", "the score store: check, stats, vacuum, merge", run_store},
    Command{"export", "write captions, sidecars and tables from stored scores", run_export},
    Command{"hydrus", "tag files of a Hydrus client, by its API", run_hydrus},
    Command{"pull", "download a model", run_pull},
    Command{"convert", "pack a model for this machine, to start at once", run_convert},
    Command{"info", "the model, the machine, the formats, the caches", run_info},
    Command{"compare", "how far a faster precision is from f32 on your pictures", run_compare},
    Command{"bench", "how fast the network runs on this machine", run_bench},
    Command{"trace", "write every intermediate result of the network to a file", run_trace},
    Command{"data", "training data from an e621 database dump", run_data},
    Command{"prior", "the Bayesian model of tag strings", run_prior},
    Command{"eval", "how well a model's tags agree with labels", run_eval},
    Command{"calibrate", "thresholds from labelled pictures", run_calibrate},
};

std::string help() {
  std::string text =
      "jtp: tags pictures with the models of the Joint Tagger Project, on this machine.\n\n"
      "Usage: jtp COMMAND [OPTIONS] ...\n\n";
  for (const Command& command : kCommands) text += fmt::format("  {:<9} {}\n", command.name, command.summary);
  text +=
      "\n  --help     this text; 'jtp COMMAND --help' tells more\n"
      "  --version  the version and what was built in\n\n"
      "Example:\n  jtp tag -r --write pictures/\n";
  return text;
}

// How many letters to insert, delete or replace to get from one word to the other (Levenshtein).
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

int refuse(std::string_view name) {
  const auto nearest =
      std::min_element(kCommands.begin(), kCommands.end(), [&](const Command& a, const Command& b) {
        return edit_distance(name, a.name) < edit_distance(name, b.name);
      });
  const bool close = name.size() < 32 && edit_distance(name, nearest->name) <= 2;
  print_message(
      fmt::format("jtp: there is no command '{}'{}", printable(name),
                  close ? fmt::format("; did you mean '{}'?", nearest->name) : " (see 'jtp --help')"));
  return kExitUsage;
}

int report(std::string_view command, const Error& error) {
  if (error.kind() == ErrorKind::kCancelled && interrupted()) return interrupted_exit_code();
  if (error.kind() != ErrorKind::kCancelled) {
    const std::string hint =
        error.kind() == ErrorKind::kUsage ? fmt::format(" (see 'jtp {} --help')", command) : "";
    print_message(printable(fmt::format("jtp {}: {}{}", command, error.what(), hint)));
  }
  return exit_code(error.kind());
}

int run(const Command& command, std::span<char*> arguments) {
  try {
    return command.run(static_cast<int>(arguments.size()), arguments.data());
  } catch (const Error& error) {
    return report(command.name, error);
  } catch (const std::bad_alloc&) {
    return report(command.name, Error(ErrorKind::kInternal, "not enough memory"));
  } catch (const std::exception& error) {
    return report(command.name, Error(ErrorKind::kInternal, error.what()));
  }
}

int dispatch(std::span<char*> arguments) {
  if (arguments.empty()) {
    std::fputs(help().c_str(), stderr);
    return kExitUsage;
  }
  const std::string_view name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    std::fputs(help().c_str(), stdout);
    return kExitAllDone;
  }
  if (name == "--version") {
    std::fputs(version_text().c_str(), stdout);
    return kExitAllDone;
  }
  for (const Command& command : kCommands) {
    if (command.name == name) return run(command, arguments);
  }
  return refuse(name);
}

}  // namespace
}  // namespace jtp

int main(int argc, char** argv) {
  return jtp::dispatch(std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0));
}
