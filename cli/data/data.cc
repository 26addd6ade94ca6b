// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/commands.h"
#include "cli/data/commands.h"
#include "cli/options/subcommands.h"

namespace jtp {
namespace {

constexpr std::array kCommands = {
    Command{"vocabulary", "choose the tags that a model learns, from a dump", run_data_vocabulary},
    Command{"manifest", "make the samples of a training set: posts, pictures, labels, splits",
            run_data_manifest},
    Command{"omission", "count how often tags were added after the upload", run_data_omission},
    Command{"import", "make a dump from pictures with caption files", run_data_import},
    Command{"resize", "resize the pictures of a set once for training", run_data_resize},
    Command{"synth", "make up a dump of any size, with the true tags", run_data_synth},
};

}  // namespace

int run_data(int argc, char** argv) {
  return run_subcommand(kCommands,
                        "Makes training data from an e621 database dump, or from pictures with captions.",
                        argc, argv);
}

}  // namespace jtp
