// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "cli/eval/report.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

constexpr std::size_t kTagsNamed = 10;

std::string head() {
  return fmt::format("{:<20} {:>5}   {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6} {:>6} {:>6}\n",
                     "", "", "macro", "", "", "", "", "", "micro", "", "", "", "") +
         fmt::format("{:<20} {:>5}   {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6} {:>6} {:>6}\n",
                     "", "tags", "J", "recall", "prec", "F1", "AP", "ECE", "J", "recall", "prec", "F1", "AP");
}

std::string row(std::string_view name, const Figures& figures, const GroupEvaluation& group) {
  const auto macro = [&](Rate rate) { return figure(figures.macro[rate].mean); };
  const auto micro = [&](Rate rate) { return figure(figures.micro[rate]); };
  return fmt::format("{:<20} {:>5}   {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6} {:>6} {:>6}\n",
                     name, group.group.tags.size(), macro(Rate::kInformedness), macro(Rate::kTpr),
                     macro(Rate::kPrecision), macro(Rate::kF1), figure(group.average_precision.mean),
                     figure(group.calibration_error.mean), micro(Rate::kInformedness), micro(Rate::kTpr),
                     micro(Rate::kPrecision), micro(Rate::kF1), figure(group.micro_average_precision));
}

// "macro J 0.393 [0.380, 0.410], corrected for missing labels 0.420 [...]": both numbers are reported,
// because the correction is reliable only in its direction.
std::string observed_and_corrected(const GroupEvaluation& all) {
  const auto line = [&](std::string_view name, const auto& observed, const auto& corrected,
                        const std::optional<Interval>& sampling, const std::optional<Interval>& whole) {
    return fmt::format("  {:<16} {:<24} -> {}\n", name, figure(observed, sampling), figure(corrected, whole));
  };
  const GroupIntervals& intervals = all.intervals;
  std::string text = "Observed -> corrected for missing labels, with 95 % intervals:\n";
  for (const Rate rate : {Rate::kInformedness, Rate::kPrecision}) {
    const std::string_view name = rate == Rate::kPrecision ? "precision" : "informedness";
    text += line(fmt::format("macro {}", name), all.observed.macro[rate].mean, all.corrected.macro[rate].mean,
                 intervals.observed.macro[rate], intervals.corrected.macro[rate]);
    text += line(fmt::format("micro {}", name), all.observed.micro[rate], all.corrected.micro[rate],
                 intervals.observed.micro[rate], intervals.corrected.micro[rate]);
  }
  return text;
}

std::string best_thresholds(const Evaluation& evaluation) {
  const GroupEvaluation& all = evaluation.groups.front();
  std::string text =
      "Best thresholds on these pictures (less good on others; 'jtp calibrate' allows for that):\n";
  if (const SweepPoint* point = best_macro_point(evaluation))
    text += fmt::format("  one for all      {:.3f}  macro J {}\n", point->threshold,
                        figure(point->figures.macro[Rate::kInformedness].mean));
  if (const SweepPoint* point = best_micro_point(evaluation))
    text += fmt::format("                   {:.3f}  micro J {}\n", point->threshold,
                        figure(point->figures.micro[Rate::kInformedness]));
  return text + fmt::format("  one per tag             macro J {}, micro J {}\n",
                            figure(all.at_best.macro[Rate::kInformedness].mean),
                            figure(all.at_best.micro[Rate::kInformedness]));
}

std::string worst_tags(const Evaluation& evaluation, const Vocabulary& vocabulary) {
  std::vector<int> tags;
  for (const int tag : evaluation.groups.front().group.tags) {
    const Confusion& counts = evaluation.tags[static_cast<std::size_t>(tag)].counts;
    if (counts.positives() >= 20 && value_of(counts, Rate::kInformedness)) tags.push_back(tag);
  }
  const auto informedness = [&](int tag) {
    return *value_of(evaluation.tags[static_cast<std::size_t>(tag)].counts, Rate::kInformedness);
  };
  std::sort(tags.begin(), tags.end(), [&](int a, int b) { return informedness(a) < informedness(b); });
  tags.resize(std::min(tags.size(), kTagsNamed));
  std::string text;
  for (const int tag : tags) {
    const auto& found = evaluation.tags[static_cast<std::size_t>(tag)];
    text += fmt::format("  {:<28} {:>6} labels  J {}\n", printable(vocabulary.name(tag)),
                        found.counts.positives(), figure(informedness(tag), found.informedness));
  }
  return text.empty() ? text : "Worst tags with 20 labels or more:\n" + text;
}

}  // namespace

std::string eval_text(const EvalReport& report, const ScoreSource& source) {
  const Evaluation& evaluation = report.evaluation;
  const GroupEvaluation& all = evaluation.groups.front();
  std::string text =
      fmt::format("{}, {}; scores of {}, labels of {}; threshold {}\n\n",
                  counted(evaluation.pictures, "picture"), counted(all.group.tags.size(), "tag"),
                  printable(source.model()), printable(source.labels()), report.thresholds);
  text += head();
  for (const GroupEvaluation& group : evaluation.groups) text += row(group.group.name, group.observed, group);
  text += row("all, corrected", all.corrected, all);
  text += row("all, best per tag", all.at_best, all);
  text += "\n" + observed_and_corrected(all) + "\n" + best_thresholds(evaluation);
  const std::string worst = worst_tags(evaluation, source.vocabulary());
  if (!worst.empty()) text += "\n" + worst;
  const std::string note = resolution_note(evaluation);
  return note.empty() ? text : text + "\n" + note + "\n";
}

}  // namespace jtp
