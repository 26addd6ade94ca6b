// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/commands.h"
#include "cli/options/subcommands.h"
#include "cli/review/commands.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"new", "choose questions about scored pictures", run_review_new},
    Command{"open", "ask the questions on the page of 'jtp serve'", run_review_open},
    Command{"report", "show how often the tags are right, with 95 % ranges", run_review_report},
    Command{"thresholds", "write the confirmed thresholds as a table for --thresholds",
            run_review_thresholds},
    Command{"omissions", "count how often posts lack tags that they show, for 'jtp prior fit'",
            run_review_omissions},
    Command{"verdicts", "write the confirmed and rejected tags as a table", run_review_verdicts},
};

}  // namespace

int run_review(int argc, char** argv) {
  return run_subcommand(
      kCommands,
      "Asks a person whether tags fit their pictures, and measures how often they do (docs/review.md).", argc,
      argv);
}

}  // namespace jtp
