// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/commands.h"
#include "cli/options/subcommands.h"
#include "cli/prior/commands.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"fit", "fit the prior to the tag strings of a training set", run_prior_fit},
    Command{"eval", "show how well it predicts tags of held-out posts, beside two baselines", run_prior_eval},
    Command{"show", "show what it knows about a tag", run_prior_show},
    Command{"suggest", "suggest tags that a post probably lacks", run_prior_suggest},
};

}  // namespace

int run_prior(int argc, char** argv) {
  return run_subcommand(
      kCommands,
      "The Bayesian model of tag strings that tells a forgotten tag from an absent thing (docs/prior.md).",
      argc, argv);
}

}  // namespace jtp
