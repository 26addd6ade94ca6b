// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/store/score_store.h"

namespace CLI {
class App;
}

namespace jtp {

// Whose scores of a store are meant.
struct ScorerWish {
  std::string model;      // a name, or the beginning of a hash; empty: the only one
  std::string precision;  // empty: the only one
};

// --model and --precision.
void add_scorer_options(CLI::App& app, ScorerWish& wish, const std::string& group);

// Throws Error kUsage listing those there are, unless the wish leaves exactly one; kNotFound for a store
// without scores.
Scorer choose_scorer(const ScoreStore& store, const ScorerWish& wish);

}  // namespace jtp
