// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/eval/score_source.h"
#include "jtp/eval/evaluation.h"
#include "jtp/eval/suspicious_labels.h"

namespace jtp {

// The results of `jtp eval` with their inputs; the functions below turn them into text.
struct EvalReport {
  Evaluation evaluation;
  SourceSummary pictures;
  std::vector<SuspiciousLabel> missing;  // labels that seem to be missing, worst first
  std::vector<SuspiciousLabel> wrong;    // labels that seem to be wrong, worst first
  std::string thresholds;                // "0.2"
  std::string omission;                  // the origin of the rates
};

// For a terminal.
std::string eval_text(const EvalReport& report, const ScoreSource& source);

// docs/formats.md. Metrics that the golden metrics have too use the same keys.
std::string eval_json(const EvalReport& report, const ScoreSource& source);

// A row per tag.
std::string eval_csv(const EvalReport& report, const ScoreSource& source);

// A section of a model card in Markdown.
std::string eval_card(const EvalReport& report, const ScoreSource& source);

// A single page with everything.
std::string eval_html(const EvalReport& report, const ScoreSource& source);

// The point of the sweep with the greatest macro or micro informedness; nothing if it is undefined.
const SweepPoint* best_macro_point(const Evaluation& evaluation);
const SweepPoint* best_micro_point(const Evaluation& evaluation);

// "0.123", or "-" without a value.
std::string figure(const std::optional<double>& value);

// "0.123 [0.100, 0.150]".
std::string figure(const std::optional<double>& value, const std::optional<Interval>& interval);

// A sentence that names what is not exact; empty if everything is exact.
std::string resolution_note(const Evaluation& evaluation);

}  // namespace jtp
