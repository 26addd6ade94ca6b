// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "cli/eval/score_source.h"

namespace jtp {

// The pictures of a labelled set with the scores that `jtp tag` stored. Throws what ScoreStore,
// choose_scorer() and LabelledSet throw.
std::unique_ptr<ScoreSource> open_store_source(const ScoreSourceOptions& options);

// The same, but every picture goes through the network. Throws what open_model() and LabelledSet throw.
std::unique_ptr<ScoreSource> open_network_source(const ScoreSourceOptions& options);

}  // namespace jtp
