// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/model/comparison.h"
#include "cli/options/engine_options.h"
#include "cli/options/input_options.h"
#include "cli/options/model_option.h"
#include "cli/options/number_range.h"
#include "cli/options/open_model.h"
#include "cli/options/parse.h"
#include "cli/options/threshold_options.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/image/preprocess.h"
#include "jtp/kernels/kernels.h"
#include "jtp/tagger/prepare.h"
#include "jtp/tagger/tagger.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

struct CompareOptions {
  InputOptions inputs;
  std::int64_t limit_pictures = 200;
  ThresholdOptions thresholds;
  std::string model;
  std::optional<Precision> precision = Precision::kInt8;
  int threads = 0;
  bool json = false;
};

// The model at one precision.
struct Side {
  Side(const ModelFiles& files, Precision precision, int threads)
      : tagger(load_tagger(files, {.precision = precision, .threads = threads, .decode = {}, .cache = {}})),
        engine(tagger.make_engine(threads)) {}

  std::vector<float> scores(const PreparedPicture& picture) {
    const auto start = std::chrono::steady_clock::now();
    TagResult result = infer(*engine, picture);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(result.scores);
  }

  Tagger tagger;
  std::unique_ptr<Engine> engine;
  double seconds = 0;  // spent in the network, for all pictures
};

std::vector<float> thresholds_by_tag(const ThresholdOptions& options, const Vocabulary& vocabulary) {
  const Thresholds thresholds = make_thresholds(options, vocabulary);
  std::vector<float> values;
  for (int i = 0; i < vocabulary.size(); ++i) values.push_back(thresholds(i, vocabulary));
  return values;
}

// One run of `jtp compare`, after the command line is parsed.
class CompareRun {
 public:
  CompareRun(const CompareOptions& options, const ModelFiles& files, Precision precision);
  int execute();

 private:
  void compare(PictureInput input);
  std::string verdict_reason() const;
  std::string name_of(const ScorePair& pair) const { return vocabulary().name(pair.tag); }
  const Vocabulary& vocabulary() const { return reference_.tagger.vocabulary(); }
  double mean_seconds(const Side& side) const;
  std::string text() const;
  Json json() const;

  const CompareOptions& options_;
  const int threads_;
  Side reference_;
  Side other_;
  const Preprocessor preprocess_;
  Comparison comparison_;
  std::int64_t failed_ = 0;
};

CompareRun::CompareRun(const CompareOptions& options, const ModelFiles& files, Precision precision)
    : options_(options),
      threads_(threads_or_all(options.threads)),
      reference_(files, Precision::kF32, threads_),
      other_(files, precision, threads_),
      preprocess_(reference_.tagger.config().image_size),
      comparison_(thresholds_by_tag(options.thresholds, reference_.tagger.vocabulary())) {}

void CompareRun::compare(PictureInput input) {
  if (input.error) throw Error(*input.error);
  const std::string path = input.path.string();
  if (!input.bytes) input.bytes = read_picture_file(input.path);
  try {
    const PreparedPicture picture = prepare_picture(*input.bytes, preprocess_, options_.inputs.decode);
    if (comparison_.pictures() == 0) {  // the first pass of an engine touches its memory
      infer(*reference_.engine, picture);
      infer(*other_.engine, picture);
    }
    const std::vector<float> reference = reference_.scores(picture);
    comparison_.add(path, reference, other_.scores(picture));
  } catch (const Error& error) {
    throw with_context(error, path);
  }
}

double CompareRun::mean_seconds(const Side& side) const {
  return side.seconds / static_cast<double>(comparison_.pictures());
}

std::string CompareRun::verdict_reason() const {
  const std::string_view other = to_string(other_.tagger.precision());
  switch (comparison_.verdict()) {
    case Verdict::kSafe:
      return fmt::format(
          "safe for pictures like these: at most {:.0f} % of the chosen tags flip, and no score changes by "
          "more "
          "than {}",
          100 * Comparison::kMaxFlips, Comparison::kMaxDifference);
    case Verdict::kTooFew:
      return fmt::format(
          "too few to tell: f32 chooses {} tags on these pictures; at least {} are needed to see whether {} "
          "flips more than {:.0f} % of them",
          comparison_.chosen(), Comparison::kMinChosen, other, 100 * Comparison::kMaxFlips);
    case Verdict::kNotSafe:
      break;
  }
  return fmt::format(
      "not safe: {:.2f} % of the chosen tags flip (limit {:.0f} %), and a score changes by {:.4f} (limit "
      "{}); "
      "use {}",
      100 * comparison_.flip_share(), 100 * Comparison::kMaxFlips, comparison_.worst().difference(),
      Comparison::kMaxDifference, other_.tagger.precision() == Precision::kInt8 ? "bf16" : "f32");
}

std::string CompareRun::text() const {
  const std::string_view other = to_string(other_.tagger.precision());
  const ScorePair& worst = comparison_.worst();
  std::string text =
      fmt::format("{} against f32: {}, {}, {}\n", other, counted(comparison_.pictures(), "picture"),
                  reference_.tagger.id(), counted(threads_, "thread"));
  text += fmt::format("difference   mean {:.6f}, largest {:.4f}: {} {:.4f} -> {:.4f} in {}\n",
                      comparison_.mean_difference(), worst.difference(), name_of(worst), worst.reference,
                      worst.other, printable(worst.picture));
  text += fmt::format("flips        {} of {} chosen tags ({:.2f} %), {:.2f} per picture\n",
                      comparison_.flips(), comparison_.chosen(), 100 * comparison_.flip_share(),
                      static_cast<double>(comparison_.flips()) / static_cast<double>(comparison_.pictures()));
  for (const ScorePair& flip : comparison_.first_flips()) {
    text += fmt::format("  {} {:.4f} -> {:.4f} in {}\n", name_of(flip), flip.reference, flip.other,
                        printable(flip.picture));
  }
  text +=
      fmt::format("time         f32 {:.4f} s/picture, {} {:.4f} s/picture: {:.2f} times as fast\n",
                  mean_seconds(reference_), other, mean_seconds(other_), reference_.seconds / other_.seconds);
  return text + fmt::format("verdict      {}\n", verdict_reason());
}

Json CompareRun::json() const {
  const auto pair_json = [&](const ScorePair& pair) {
    return Json{{"picture", pair.picture},
                {"tag", name_of(pair)},
                {"reference", pair.reference},
                {"other", pair.other}};
  };
  Json flips = Json::array();
  for (const ScorePair& flip : comparison_.first_flips()) flips.push_back(pair_json(flip));
  return {{"model", reference_.tagger.id()},
          {"reference", to_string(reference_.tagger.precision())},
          {"other", to_string(other_.tagger.precision())},
          {"isa", to_string(active_isa())},
          {"threads", threads_},
          {"pictures", comparison_.pictures()},
          {"failed", failed_},
          {"max_difference", comparison_.worst().difference()},
          {"mean_difference", comparison_.mean_difference()},
          {"worst", pair_json(comparison_.worst())},
          {"chosen", comparison_.chosen()},
          {"flips", comparison_.flips()},
          {"flip_share", comparison_.flip_share()},
          {"first_flips", std::move(flips)},
          {"reference_seconds", mean_seconds(reference_)},
          {"other_seconds", mean_seconds(other_)},
          {"verdict", to_string(comparison_.verdict())},
          {"reason", verdict_reason()}};
}

int CompareRun::execute() {
  InputList inputs(make_request(options_.inputs));
  StatusLine progress(style_of_stderr());
  const auto start = std::chrono::steady_clock::now();
  while (comparison_.pictures() < options_.limit_pictures) {
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
    auto input = inputs.next();
    if (!input) break;
    try {
      compare(std::move(*input));
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kModel) throw;
      ++failed_;
      progress.clear();
      print_message(printable(fmt::format("failed: {}", error.what())));
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (progress.is_due()) {
      progress.show(format_progress({.done = comparison_.pictures() + failed_,
                                     .failed = failed_,
                                     .total = {},
                                     .seconds = elapsed.count()}));
    }
  }
  progress.clear();
  if (comparison_.pictures() == 0) fail(ErrorKind::kNotFound, "no picture could be compared");
  ResultStream().write(options_.json ? json().dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                     : text());
  return failed_ > 0 ? kExitSomeFailed : kExitAllDone;
}

void add_options(CLI::App& app, CompareOptions& options) {
  add_input_options(app, options.inputs);
  app.add_option("--limit-pictures", options.limit_pictures, "compare the first N pictures")
      ->check(whole_number(1))
      ->type_name("N")
      ->capture_default_str()
      ->group("Pictures");
  add_model_option(app, options.model)->group("Model");
  // JTP_PRECISION is a setting for `jtp tag`. It does not choose the precision to compare.
  add_precision_option(app, options.precision)
      ->description("precision to compare with f32")
      ->default_str("int8")
      ->envname("")
      ->group("Model");
  add_threads_option(app, options.threads)->group("Model");
  add_threshold_options(app, options.thresholds);
  app.add_flag("--json", options.json, "print the results as one JSON object");
  app.footer(
      "\nBoth networks are in memory at the same time. The exit code does not depend on the verdict. It is\n"
      "'safe' if at most 1 % of the chosen tags flip and no score changes by more than 0.05.\n\n"
      "Example:\n  jtp compare --precision int8 -r pictures/\n");
}

}  // namespace

int run_compare(int argc, char** argv) {
  CLI::App app("Compares the scores of a faster precision with those of f32 on your own pictures.");
  CompareOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  check_input_options(options.inputs);
  check_threshold_options(options.thresholds);
  const Precision precision = options.precision.value_or(default_precision());
  if (precision == Precision::kF32)
    fail(ErrorKind::kUsage, "--precision f32 cannot be compared with itself; give int8 or bf16");

  install_signal_handlers();
  return CompareRun(options, find_model(options.model), precision).execute();
}

}  // namespace jtp
