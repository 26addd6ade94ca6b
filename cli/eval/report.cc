// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "jtp/files/csv.h"

namespace jtp {
namespace {

using FigureOf = std::function<std::optional<double>(const Figures&)>;

const SweepPoint* best_point(const Evaluation& evaluation, const FigureOf& value_of_figures) {
  const SweepPoint* best = nullptr;
  std::optional<double> most;
  for (const SweepPoint& point : evaluation.sweep) {
    const auto value = value_of_figures(point.figures);
    if (!value || (most && *value <= *most)) continue;
    most = value;
    best = &point;
  }
  return best;
}

std::string csv_number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

}  // namespace

const SweepPoint* best_macro_point(const Evaluation& evaluation) {
  return best_point(evaluation, [](const Figures& f) { return f.macro[Rate::kInformedness].mean; });
}

const SweepPoint* best_micro_point(const Evaluation& evaluation) {
  return best_point(evaluation, [](const Figures& f) { return f.micro[Rate::kInformedness]; });
}

std::string figure(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; }

std::string figure(const std::optional<double>& value, const std::optional<Interval>& interval) {
  if (!value || !interval) return figure(value);
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", *value, interval->lower, interval->upper);
}

std::string resolution_note(const Evaluation& evaluation) {
  const Resolution& resolution = evaluation.resolution;
  if (resolution.kind == StepKind::kDistinctScores) return {};
  return fmt::format(
      "Scores were counted in bins: average precision is exact to {:.4f} (for a single tag: {:.4f}), and the "
      "best informedness is at most {:.4f} ({:.4f}) too low; all figures at the given thresholds are exact.",
      resolution.mean_average_precision, resolution.average_precision, resolution.mean_best_informedness,
      resolution.best_informedness);
}

std::string eval_csv(const EvalReport& report, const ScoreSource& source) {
  const Evaluation& evaluation = report.evaluation;
  std::string text =
      "tag,category,labels,threshold,tp,fp,tn,fn,informedness,informedness_low,informedness_high,tpr,tnr,"
      "precision,f1,omission,corrected_informedness,corrected_precision,average_precision,best_threshold,"
      "best_informedness,calibration_error\n";
  for (const int tag : evaluation.groups.front().group.tags) {
    const auto index = static_cast<std::size_t>(tag);
    const TagEvaluation& found = evaluation.tags[index];
    const Rates rates = rates_of(found.counts), whole = rates_of(found.corrected);
    const auto best = [&](double BestThreshold::*member) {
      return found.best ? std::optional((*found.best).*member) : std::nullopt;
    };
    const Confusion& counts = found.counts;
    text += fmt::format("{},{},{},{},{},{},{},{}", csv_field(source.vocabulary().name(tag)),
                        to_string(source.vocabulary().category(tag)), counts.positives(),
                        evaluation.thresholds[index], counts.tp, counts.fp, counts.tn, counts.fn);
    for (const auto& value :
         {rates[Rate::kInformedness], std::optional(found.informedness.lower),
          std::optional(found.informedness.upper), rates[Rate::kTpr], rates[Rate::kTnr],
          rates[Rate::kPrecision], rates[Rate::kF1], std::optional(evaluation.omission[index]),
          whole[Rate::kInformedness], whole[Rate::kPrecision], found.average_precision,
          best(&BestThreshold::threshold), best(&BestThreshold::informedness), found.calibration_error})
      text += "," + csv_number(value);
    text += "\n";
  }
  return text;
}

}  // namespace jtp
