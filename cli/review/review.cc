// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/commands.h"
#include "cli/options/subcommands.h"
#include "cli/review/commands.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"new", "choose what to ask about scored pictures", run_review_new},
    Command{"open", "ask it on the page of 'jtp serve'", run_review_open},
    Command{"report", "how often the tags are right, with ranges", run_review_report},
    Command{"thresholds", "the confirmed thresholds as a table for --thresholds", run_review_thresholds},
    Command{"omissions", "how often posts lack tags that they show, for 'jtp prior fit'",
            run_review_omissions},
    Command{"verdicts", "what was confirmed and rejected, as a table", run_review_verdicts},
};

}  // namespace

int run_review(int argc, char** argv) {
  return run_subcommand(
      kCommands, "A look at your own pictures by a person: is the tag there? (docs/review.md)", argc, argv);
}

}  // namespace jtp
