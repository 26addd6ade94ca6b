// SPDX-License-Identifier: Apache-2.0
#include "cli/options/scorer_choice.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

std::string describe(const Scorer& scorer) {
  const std::string decoding = scorer.key.decoding.empty() ? "" : " " + scorer.key.decoding;
  return fmt::format("{} {}{} ({})", model_id(scorer), scorer.key.precision, decoding,
                     counted(scorer.pictures, "picture"));
}

bool fits(const Scorer& scorer, const ScorerWish& wish) {
  const bool model = wish.model.empty() || scorer.model_name == wish.model ||
                     model_id(scorer) == wish.model ||
                     (wish.model.size() >= 6 && scorer.key.model_hash.starts_with(wish.model));
  return model && (wish.precision.empty() || scorer.key.precision == wish.precision);
}

}  // namespace

void add_scorer_options(CLI::App& app, ScorerWish& wish, const std::string& group) {
  app.add_option("--model", wish.model, "use this model's scores: its name or the beginning of its hash")
      ->type_name("NAME")
      ->group(group);
  app.add_option("--precision", wish.precision, "use the scores of this precision: f32, bf16 or int8")
      ->type_name("NAME")
      ->group(group);
}

Scorer choose_scorer(const ScoreStore& store, const ScorerWish& wish) {
  std::vector<Scorer> fitting;
  std::string known;
  for (const Scorer& scorer : store.scorers()) {
    known += (known.empty() ? "" : ", ") + describe(scorer);
    if (fits(scorer, wish)) fitting.push_back(scorer);
  }
  if (fitting.size() == 1) return fitting.front();
  if (known.empty())
    fail(ErrorKind::kNotFound, "{}: the store has no scores yet; 'jtp tag' computes them",
         store.file().string());
  fail(ErrorKind::kUsage, "{} match; choose one with --model and --precision: {}",
       fitting.empty() ? "no scores" : "several sets of scores", known);
}

}  // namespace jtp
