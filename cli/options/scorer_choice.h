// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/store/score_store.h"

namespace CLI {
class App;
}

namespace jtp {

// The model and precision whose scores of a store are used.
struct ScorerWish {
  std::string model;      // a name, or the beginning of a hash; empty: the only one
  std::string precision;  // empty: the only one
};

// --model and --precision.
void add_scorer_options(CLI::App& app, ScorerWish& wish, const std::string& group);

// The only scorer that the wish fits. Otherwise throws Error kUsage listing the store's scorers; kNotFound
// for a store without scores.
Scorer choose_scorer(const ScoreStore& store, const ScorerWish& wish);

}  // namespace jtp
