// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/report.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <string>

#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/review/commands.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/review/omissions.h"
#include "jtp/review/verdict_log.h"

namespace jtp {
namespace {

struct ReportOptions {
  std::string review;
  ReportRules rules;
  bool json = false;
  std::string output;
};

void add_options(CLI::App& app, ReportOptions& options) {
  app.add_option("FILE", options.review, "file of the review")->required();
}

void add_target(CLI::App& app, ReportOptions& options) {
  app.add_option("--target", options.rules.precision,
                 "share of the written tags that should be right, for the suggested thresholds")
      ->check(CLI::Range(0.01, 0.99).description(""))
      ->type_name("P")
      ->capture_default_str();
}

void add_output(CLI::App& app, ReportOptions& options) {
  app.add_option("-o,--output", options.output, "write to FILE (default: standard output)")
      ->type_name("FILE");
}

void write_out(const ReportOptions& options, const std::string& text) {
  if (options.output.empty() || options.output == "-") return ResultStream().write(text);
  ResultStream stream(options.output);
  stream.write(text);
  stream.complete();
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string range_text(const std::optional<ShareRange>& range) {
  if (!range) return "-";
  return fmt::format("{:.0f} to {}", 100 * range->low, percent(range->high));
}

std::string advice_text(const GroupReport& group) {
  if (group.answers < kMinAnswers)
    return fmt::format("too few answers ({} of {})", group.answers, kMinAnswers);
  if (!group.advice) return "no threshold";
  return fmt::format("{}{}", group.advice->threshold,
                     group.advice->is_confirmed ? " confirmed" : ", not confirmed");
}

std::string row(const GroupReport& group, std::string_view name) {
  return fmt::format("{:<28} {:>7}  {:<14} {:<14} {}\n", printable(name), group.answers,
                     range_text(group.right), range_text(group.overlooked), advice_text(group));
}

std::string agreement_text(std::string_view what, const Agreement& agreement) {
  if (agreement.pairs() == 0) return "";
  std::string text = fmt::format("{}{} of {} the same", what, agreement.same(), agreement.pairs());
  if (const auto kappa = agreement.kappa()) text += fmt::format(" (kappa {:.2f})", *kappa);
  return text + "\n";
}

std::string measured_text(const Review& review, const ReviewReport& report, const ReportRules& rules) {
  std::string text = fmt::format(
      "\nOf the tags that would be written above {}, {} are right (95 % range).\nOf the tags just below it, "
      "{} are present.\n\n",
      review.plan.threshold, range_text(report.all.right), range_text(report.all.overlooked));
  text += fmt::format("{:<28} {:>7}  {:<14} {:<14} threshold for {}\n", "", "answers", "right", "just missed",
                      percent(rules.precision));
  text += row(report.all, "all");
  for (const GroupReport& category : report.categories) text += row(category, category.name);
  for (const GroupReport& tag : report.tags) text += row(tag, "  " + tag.name);
  text += "\nscore          pictures with it   present\n";
  for (const BandReport& band : report.bands) {
    text += fmt::format("{:<4} to {:<4}   {:>16}   {}\n", band.above, band.up_to, band.cells,
                        range_text(band.present));
  }
  return text;
}

std::string findings_text(const Review& review, const ReviewReport& report) {
  std::string text;
  for (const ReviewFinding& finding : report.wrong) {
    text += fmt::format("wrong    {:<24} {}\n", printable(finding.tag),
                        printable(review.plan.pictures[static_cast<std::size_t>(finding.picture)].path));
  }
  for (const ReviewFinding& finding : report.missed) {
    text += fmt::format("missed   {:<24} {}\n", printable(finding.tag),
                        printable(review.plan.pictures[static_cast<std::size_t>(finding.picture)].path));
  }
  return text;
}

std::string report_text(const Review& review, const ReviewReport& report, const ReportRules& rules) {
  const ReviewCounts& counts = report.counts;
  std::string text = fmt::format("{} of {} questions answered: {} yes, {} no, {} unsure, {} skipped\n",
                                 counts.yes + counts.no + counts.unsure + counts.skipped, counts.questions,
                                 counts.yes, counts.no, counts.unsure, counts.skipped);
  text += agreement_text("asked twice  ", report.repeated);
  text += agreement_text("two people   ", report.between);
  if (review.plan.kind == ReviewKind::kMeasured) return text + measured_text(review, report, rules);
  return text +
         "\nA diverse sample gives no figures: its pictures were chosen to differ, not at random.\n\n" +
         findings_text(review, report);
}

}  // namespace

int run_review_report(int argc, char** argv) {
  CLI::App app("Shows how often the tags are right according to a review, with 95 % ranges.");
  ReportOptions options;
  add_options(app, options);
  add_target(app, options);
  app.add_flag("--json", options.json, "print one JSON object (docs/http-api.md)");
  app.footer("\nExample:\n  jtp review report wings.jsonl\n");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const Review review = read_review(options.review);
  const ReviewReport report = make_report(review, options.rules);
  ResultStream().write(options.json ? report_json(review, report) + "\n"
                                    : report_text(review, report, options.rules));
  return kExitAllDone;
}

int run_review_thresholds(int argc, char** argv) {
  CLI::App app(
      "Writes the thresholds that a review has confirmed, for --thresholds of 'jtp tag' and 'jtp export'.");
  ReportOptions options;
  add_options(app, options);
  add_target(app, options);
  add_output(app, options);
  app.footer("\nExample:\n  jtp review thresholds wings.jsonl --target 0.8 -o thresholds.csv\n");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const Review review = read_review(options.review);
  if (review.plan.kind != ReviewKind::kMeasured) {
    fail(ErrorKind::kUsage, "{}: a diverse sample gives no thresholds; use a measured one", options.review);
  }
  write_out(options, thresholds_csv(make_report(review, options.rules)));
  return kExitAllDone;
}

int run_review_omissions(int argc, char** argv) {
  CLI::App app(
      "Counts how often posts lack tags that reviewers found in their pictures, for --omission of 'jtp prior "
      "fit'.");
  ReportOptions options;
  add_options(app, options);
  add_output(app, options);
  std::string set;
  app.add_option("--set", set, "folder that 'jtp data manifest' wrote, with labels from before this review")
      ->type_name("DIR")
      ->required();
  app.footer("\nExample:\n  jtp review omissions wings.jsonl --set set/ -o omissions.csv\n");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const TrainingSet training(set);
  write_out(options, omissions_csv(read_review(options.review), training.manifest, training.vocabulary));
  return kExitAllDone;
}

int run_review_verdicts(int argc, char** argv) {
  CLI::App app("Writes the tags that a review confirmed or rejected: sha256, md5, path, tag, verdict.");
  ReportOptions options;
  add_options(app, options);
  add_output(app, options);
  app.footer("\nExample:\n  jtp review verdicts wings.jsonl -o verdicts.csv\n");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  write_out(options, facts_csv(read_review(options.review)));
  return kExitAllDone;
}

}  // namespace jtp
