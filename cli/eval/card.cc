// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/eval/report.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

std::string table_row(const GroupEvaluation& group) {
  const auto interval = [&](const PerRate<std::optional<Interval>>& intervals) {
    const auto& found = intervals[Rate::kInformedness];
    return found ? fmt::format(" ({:.3f}-{:.3f})", found->lower, found->upper) : std::string();
  };
  const GroupIntervals& intervals = group.intervals;
  return fmt::format(
      "| {} | {} | {}{} | {}{} | {} | {} | {} | {} |\n", group.group.name, group.group.tags.size(),
      figure(group.observed.macro[Rate::kInformedness].mean), interval(intervals.observed.macro),
      figure(group.corrected.macro[Rate::kInformedness].mean), interval(intervals.corrected.macro),
      figure(group.observed.micro[Rate::kInformedness]), figure(group.observed.macro[Rate::kPrecision].mean),
      figure(group.corrected.macro[Rate::kPrecision].mean), figure(group.average_precision.mean));
}

}  // namespace

std::string eval_card(const EvalReport& report, const ScoreSource& source) {
  const Evaluation& evaluation = report.evaluation;
  std::string text = "## Evaluation\n\n";
  text += fmt::format(
      "Scores of {} on {} labelled pictures ({}), {} tags, at the threshold {}. A tag is predicted where its "
      "score is greater than its threshold.\n\n",
      printable(source.model()), evaluation.pictures, printable(source.labels()),
      evaluation.groups.front().group.tags.size(), report.thresholds);
  text +=
      "| tags | number | macro informedness (95 %) | corrected for missing labels (95 %) | micro "
      "informedness | "
      "macro precision | corrected | macro average precision |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const GroupEvaluation& group : evaluation.groups) text += table_row(group);
  if (const SweepPoint* point = best_macro_point(evaluation))
    text += fmt::format(
        "\nOn these pictures, the best single threshold is {:.3f} for macro informedness ({}); the best "
        "threshold of each tag gives {}, which is not to be expected on other pictures.\n",
        point->threshold, figure(point->figures.macro[Rate::kInformedness].mean),
        figure(evaluation.groups.front().at_best.macro[Rate::kInformedness].mean));
  text += fmt::format(
      "\n### Limits\n\n"
      "* Informedness is recall + specificity - 1; macro is the mean over the tags that some pictures have "
      "and others lack ({} of {}), micro counts all pairs of picture and tag together.\n"
      "* Labels are incomplete. The corrected figures assume that labels are missing at random, at these "
      "rates: {}. Things that are easy to see are labelled more often, so the truth lies between the "
      "observed and the corrected figure.\n"
      "* Intervals cover the variation among pictures of the same kind, not among other kinds of pictures.\n",
      evaluation.groups.front().observed.macro[Rate::kInformedness].tags,
      evaluation.groups.front().group.tags.size(), printable(report.omission));
  if (report.pictures.missing > 0)
    text += fmt::format("* Not counted: {} without scores.\n",
                        counted(report.pictures.missing, "labelled picture"));
  const std::string note = resolution_note(evaluation);
  return note.empty() ? text : text + "* " + note + "\n";
}

}  // namespace jtp
