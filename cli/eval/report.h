// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/eval/score_source.h"
#include "jtp/eval/evaluation.h"
#include "jtp/eval/suspicious_labels.h"

namespace jtp {

// What `jtp eval` found, and of what; the writers below turn it into text.
struct EvalReport {
  Evaluation evaluation;
  SourceSummary pictures;
  std::vector<SuspiciousLabel> missing;  // labels that seem to be missing, the worst first
  std::vector<SuspiciousLabel> wrong;    // and those that seem to be wrong
  std::string thresholds;                // "0.2"
  std::string omission;                  // where the rates are from
};

// For a terminal.
std::string eval_text(const EvalReport& report, const ScoreSource& source);

// docs/formats.md; the keys of the golden metrics for what the two have in common.
std::string eval_json(const EvalReport& report, const ScoreSource& source);

// A row per tag.
std::string eval_csv(const EvalReport& report, const ScoreSource& source);

// A section of a model card, in Markdown.
std::string eval_card(const EvalReport& report, const ScoreSource& source);

// One page with everything in it.
std::string eval_html(const EvalReport& report, const ScoreSource& source);

// The point of the sweep with the greatest macro or micro informedness; nothing where it is undefined.
const SweepPoint* best_macro_point(const Evaluation& evaluation);
const SweepPoint* best_micro_point(const Evaluation& evaluation);

// "0.123", or "-" where there is none.
std::string figure(const std::optional<double>& value);

// "0.123 [0.100, 0.150]".
std::string figure(const std::optional<double>& value, const std::optional<Interval>& interval);

// A sentence that says what is not exact; empty where everything is.
std::string resolution_note(const Evaluation& evaluation);

}  // namespace jtp
