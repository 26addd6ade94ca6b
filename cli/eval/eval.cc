// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/eval/compare.h"
#include "cli/eval/report.h"
#include "cli/eval/score_source.h"
#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/options/threshold_options.h"
#include "cli/prior/omission_options.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

constexpr std::size_t kSuspiciousShown = 48;  // per kind

struct EvalOptions {
  ScoreSourceOptions source;
  ThresholdOptions thresholds;
  OmissionOptions omission;
  std::string (*result)(const EvalReport&, const ScoreSource&) = eval_text;
  std::string csv;
  std::string html;
  std::string save;
  std::vector<std::string> compare;  // two files, or empty
};

void add_options(CLI::App& app, EvalOptions& options) {
  add_score_source_options(app, options.source);
  add_threshold_options(app, options.thresholds);
  add_omission_options(app, options.omission);
  const std::string group = "Results";
  CLI::Option* json = app.add_flag_callback(
      "--json", [&options] { options.result = eval_json; }, "print one JSON object");
  CLI::Option* card = app.add_flag_callback(
      "--card", [&options] { options.result = eval_card; }, "print a section of a model card, in Markdown");
  json->excludes(card)->group(group);
  card->group(group);
  app.add_option("--csv", options.csv, "also write a table with a row per tag")
      ->type_name("FILE.csv")
      ->group(group);
  app.add_option("--html", options.html, "also write a page with curves, tables and suspicious labels")
      ->type_name("FILE.html")
      ->group(group);
  app.add_option("--save", options.save, "save the counts for --compare")
      ->type_name("FILE.safetensors")
      ->group(group);
  app.add_option("--compare", options.compare,
                 "instead of evaluating: show the changes between two saved evaluations of the same pictures")
      ->expected(2)
      ->type_name("BEFORE AFTER")
      ->group(group);
  app.footer(
      "\nFigures are given as observed and corrected for missing labels; docs/evaluation.md defines them.\n\n"
      "Examples:\n  jtp eval --set set/ --pictures images/ --run --model mini --html report.html\n"
      "  jtp eval --predictions scores.safetensors --json\n");
}

std::vector<double> by_tag(const Thresholds& thresholds, const Vocabulary& vocabulary) {
  std::vector<double> values;
  for (int tag = 0; tag < vocabulary.size(); ++tag)
    values.push_back(static_cast<double>(thresholds(tag, vocabulary)));
  return values;
}

// "0.2", "0.2, species=0.4, thresholds.csv".
std::string describe(const ThresholdOptions& options) {
  const bool has_global = std::any_of(options.thresholds.begin(), options.thresholds.end(),
                                      [](const std::string& text) { return text.find('=') == text.npos; });
  std::string text = has_global ? "" : fmt::format("{}", Thresholds::kDefault);
  for (const std::string& threshold : options.thresholds) text += (text.empty() ? "" : ", ") + threshold;
  return options.csv ? text + ", " + options.csv->string() : text;
}

// Prints the errors of single pictures as they occur, and counts them.
class Complaints {
 public:
  void add(const Error& error) {
    ++count_;
    print_message(printable(fmt::format("failed: {}", error.what())));
  }
  std::int64_t count() const { return count_; }

 private:
  std::int64_t count_ = 0;
};

class EvalRun {
 public:
  EvalRun(const EvalOptions& options, ScoreSource& source)
      : options_(options),
        source_(source),
        omission_(make_omission_rates(options.omission, source.vocabulary())),
        tally_(source.vocabulary().size(), source.floor()),
        blocks_(by_tag(make_thresholds(options.thresholds, source.vocabulary()), source.vocabulary())),
        suspicious_(source.vocabulary().size(), source.tags()) {}

  int execute() {
    const std::span<const double> thresholds = blocks_.thresholds();
    if (*std::min_element(thresholds.begin(), thresholds.end()) < source_.floor())
      print_message(
          fmt::format("the store has no scores below {:.3g}; lower thresholds use the stored scores only",
                      source_.floor()));
    StatusLine progress(style_of_stderr());
    const auto visit = [&](const ScoredLabels& scored, std::int64_t picture) {
      tally_.add(scored);
      blocks_.add(scored);
      suspicious_.add(scored, picture);
      if (progress.is_due()) progress.show(counted(tally_.pictures(), "picture"));
    };
    const SourceSummary pictures =
        source_.for_each(visit, [&](const Error& error) { complaints_.add(error); });
    progress.clear();
    if (pictures.pictures == 0) fail(ErrorKind::kNotFound, "no labelled picture has scores");
    if (pictures.missing > 0)
      print_message(
          fmt::format("not counted: {} without scores", counted(pictures.missing, "labelled picture")));
    write(report(pictures));
    return complaints_.count() > 0 ? kExitSomeFailed : kExitAllDone;
  }

 private:
  EvalReport report(const SourceSummary& pictures) const {
    const auto groups = tag_groups(source_.vocabulary(), source_.tags(), blocks_.counts());
    return {.evaluation = evaluate(tally_, blocks_, omission_.rates, groups),
            .pictures = pictures,
            .missing = suspicious_.worst(Suspicion::kMissing, kSuspiciousShown),
            .wrong = suspicious_.worst(Suspicion::kWrong, kSuspiciousShown),
            .thresholds = describe(options_.thresholds),
            .omission = omission_.origin};
  }

  void write(const EvalReport& report) const {
    if (!options_.csv.empty()) write_file_atomically(options_.csv, eval_csv(report, source_));
    if (!options_.html.empty()) write_file_atomically(options_.html, eval_html(report, source_));
    if (!options_.save.empty()) save();
    ResultStream().write(options_.result(report, source_));
  }

  void save() const {
    write_evaluation(options_.save, {.vocabulary = source_.vocabulary(),
                                     .tags = source_.tags(),
                                     .blocks = blocks_,
                                     .model = source_.model(),
                                     .labels = source_.labels()});
  }

  const EvalOptions& options_;
  ScoreSource& source_;
  const OmissionRates omission_;
  ScoreTally tally_;
  BlockCounts blocks_;
  SuspiciousLabels suspicious_;
  Complaints complaints_;
};

int compare_saved(const EvalOptions& options) {
  if (options.result == eval_card) fail(ErrorKind::kUsage, "--compare and --card cannot be combined");
  const SavedEvaluation before = read_evaluation(options.compare[0]);
  const SavedEvaluation after = read_evaluation(options.compare[1]);
  const PairedDifference difference = compare(before, after);
  ResultStream().write(options.result == eval_json ? compare_json(difference, before, after)
                                                   : compare_text(difference, before, after));
  return kExitAllDone;
}

}  // namespace

int run_eval(int argc, char** argv) {
  CLI::App app("Shows how well a model's tags agree with the labels of pictures.");
  EvalOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (!options.compare.empty()) return compare_saved(options);
  check_score_source_options(options.source);
  check_threshold_options(options.thresholds);
  const auto source = open_score_source(options.source);
  install_signal_handlers();
  return EvalRun(options, *source).execute();
}

}  // namespace jtp
