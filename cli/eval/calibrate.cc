// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/eval/calibrate_tables.h"
#include "cli/exit_code.h"
#include "cli/options/choice_option.h"
#include "cli/options/parse.h"
#include "cli/prior/omission_options.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/random.h"
#include "jtp/base/text.h"
#include "jtp/eval/figures.h"
#include "jtp/eval/threshold_table.h"
#include "jtp/prior/prevalence.h"
#include "jtp/tags/thresholds.h"

namespace jtp {
namespace {

void add_options(CLI::App& app, CalibrateOptions& options) {
  add_score_source_options(app, options.source);
  add_omission_options(app, options.omission);
  app.add_option("--grid", options.grid,
                 "instead of pictures: a table tag,threshold,tp,fp,tn,fn like the one that comes with JTP-3, "
                 "for the tags of --model")
      ->type_name("FILE.csv")
      ->group("Scores");
  app.add_option("--verdicts", options.verdicts, "instead of pictures: a measured review ('jtp review')")
      ->type_name("FILE")
      ->group("Scores");
  const std::string group = "Thresholds";
  app.add_option_function<std::string>(
         "--criterion",
         [&options](const std::string& text) { options.calibration.criterion = parse_criterion(text); },
         "what to maximise or reach: j (default), f1 (or another beta), csi, p=r, precision=X, recall=X, "
         "tags=N")
      ->type_name("NAME")
      ->group(group);
  add_choice<ThresholdScope>(app, "--by",
                             {{"global", ThresholdScope::kGlobal},
                              {"category", ThresholdScope::kCategory},
                              {"tag", ThresholdScope::kTag}},
                             [&](ThresholdScope scope) { options.calibration.scope = scope; })
      ->description("choose one threshold, or one per category or tag (default: tag)")
      ->group(group);
  app.add_option("--shrink", options.calibration.shrink,
                 "with --by tag: number of labels at which a tag's data weigh as much as its category's")
      ->check(CLI::Range(0.0, 1e9).description(""))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  app.add_option("-o,--out", options.out, "file for the table of thresholds (default: standard output)")
      ->type_name("FILE.csv")
      ->group(group);
  app.footer(
      "\nThe table is for --thresholds of 'jtp tag', 'jtp export' and 'jtp eval'.\n\n"
      "Example:\n  jtp calibrate --set set/ --pictures images/ --run --model mini -o thresholds.csv\n");
}

// The scores of all pictures, in two halves: thresholds chosen on one half are tried on the other.
class Halves {
 public:
  Halves(int tags, double floor) : halves_{ScoreTally(tags, floor), ScoreTally(tags, floor)} {}

  void add(const ScoredLabels& picture) {
    const std::size_t half = mixed(picture.key) & 1;
    halves_[half].add(picture);
    if (halves_[half].kind() == StepKind::kBins)
      halves_[1 - half].use_bins();  // merged() needs the same kind
  }

  const ScoreTally& half(std::size_t index) const { return halves_[index]; }
  std::int64_t pictures() const { return halves_[0].pictures() + halves_[1].pictures(); }
  ScoreCurve curve(int tag) const { return merged(halves_[0].curve(tag), halves_[1].curve(tag)); }
  std::int64_t positives(int tag) const { return halves_[0].positives(tag) + halves_[1].positives(tag); }

 private:
  std::array<ScoreTally, 2> halves_;
};

std::vector<double> prevalence_of(const Vocabulary& vocabulary, std::int64_t pictures,
                                  const std::function<std::int64_t(int)>& positives) {
  std::vector<std::int64_t> counts;
  for (int tag = 0; tag < vocabulary.size(); ++tag) counts.push_back(positives(tag));
  const std::vector<float> shares = prevalence(counts, pictures, vocabulary);
  return {shares.begin(), shares.end()};
}

class CalibrateRun {
 public:
  CalibrateRun(const CalibrateOptions& options, ScoreSource& source)
      : options_(options),
        source_(source),
        tags_(source.tags()),
        omission_(make_omission_rates(options.omission, source.vocabulary()).rates),
        halves_(source.vocabulary().size(), source.floor()) {}

  std::string execute() {
    StatusLine progress(style_of_stderr());
    const auto visit = [&](const ScoredLabels& scored, std::int64_t) {
      halves_.add(scored);
      if (progress.is_due()) progress.show(counted(halves_.pictures(), "picture"));
    };
    const auto report = [&](const Error& error) {
      progress.clear();
      print_message(printable(fmt::format("failed: {}", error.what())));
    };
    const SourceSummary pictures = source_.for_each(visit, report);
    progress.clear();
    if (pictures.pictures == 0) fail(ErrorKind::kNotFound, "no labelled picture has scores");
    const auto chosen = choose(
        halves_.pictures(), [&](int tag) { return halves_.positives(tag); },
        [&](int tag) { return halves_.curve(tag); });
    print_message(summary(pictures));
    return threshold_table(source_.vocabulary(), tags_, chosen);
  }

 private:
  std::vector<ChosenThreshold> choose(std::int64_t pictures,
                                      const std::function<std::int64_t(int)>& positives,
                                      const std::function<ScoreCurve(int)>& curve) const {
    const std::vector<double> shares = prevalence_of(source_.vocabulary(), pictures, positives);
    return calibrate({.vocabulary = source_.vocabulary(),
                      .tags = tags_,
                      .curve = curve,
                      .prevalence = shares,
                      .omission = omission_},
                     options_.calibration);
  }

  // The corrected macro informedness on one half.
  std::optional<double> try_on(std::size_t half, const std::function<double(std::size_t)>& threshold) const {
    std::vector<std::optional<double>> values;
    for (std::size_t i = 0; i < tags_.size(); ++i) {
      const Confusion counts = halves_.half(half).curve(tags_[i]).counts(threshold(i));
      values.push_back(
          value_of(corrected(counts, omission_[static_cast<std::size_t>(tags_[i])]), Rate::kInformedness));
    }
    return mean_of(values).mean;
  }

  // The merit of the thresholds on pictures that were not used to choose them: each half is tried with the
  // thresholds of the other.
  std::string summary(const SourceSummary& pictures) const {
    std::array<std::optional<double>, 2> found, usual;
    for (const std::size_t half : {0U, 1U}) {
      const ScoreTally& other = halves_.half(1 - half);
      if (other.pictures() == 0) break;
      const auto chosen = choose(
          other.pictures(), [&](int tag) { return other.positives(tag); },
          [&](int tag) { return other.curve(tag); });
      found[half] = try_on(half, [&](std::size_t i) { return static_cast<double>(chosen[i].threshold); });
      usual[half] = try_on(half, [](std::size_t) { return static_cast<double>(Thresholds::kDefault); });
    }
    std::string text =
        fmt::format("{}, {}", counted(pictures.pictures, "picture"), counted(tags_.size(), "tag"));
    if (pictures.missing > 0)
      text += fmt::format(" ({} without scores)", counted(pictures.missing, "picture"));
    if (!found[0] || !found[1] || !usual[0] || !usual[1]) return text;
    return text + fmt::format(
                      "; corrected macro informedness on pictures that were not used to choose the "
                      "thresholds: {:.3f} (with {}: {:.3f})",
                      (*found[0] + *found[1]) / 2, Thresholds::kDefault, (*usual[0] + *usual[1]) / 2);
  }

  const CalibrateOptions& options_;
  ScoreSource& source_;
  const std::vector<int> tags_;
  const std::vector<double> omission_;
  Halves halves_;
};

std::string calibrate_pictures(const CalibrateOptions& options) {
  check_score_source_options(options.source);
  const auto source = open_score_source(options.source);
  install_signal_handlers();
  return CalibrateRun(options, *source).execute();
}

}  // namespace

int run_calibrate(int argc, char** argv) {
  CLI::App app("Chooses thresholds from labelled pictures.");
  CalibrateOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (!options.grid.empty() && !options.verdicts.empty())
    fail(ErrorKind::kUsage, "--grid and --verdicts cannot be combined");
  const std::string table = !options.grid.empty()       ? calibrate_grid(options)
                            : !options.verdicts.empty() ? calibrate_verdicts(options)
                                                        : calibrate_pictures(options);
  if (options.out.empty()) {
    ResultStream().write(table);
  } else {
    write_file_atomically(options.out, table);
  }
  return kExitAllDone;
}

}  // namespace jtp
