// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/choice_option.h"
#include "cli/options/engine_options.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/options/scorer_choice.h"
#include "cli/options/store_options.h"
#include "cli/options/threshold_options.h"
#include "cli/review/commands.h"
#include "cli/review/scores.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/review/draw.h"
#include "jtp/review/verdict_log.h"
#include "jtp/store/file_stamp.h"

namespace jtp {
namespace {

constexpr int kQuestions = 60;
constexpr int kPictures = 64;

struct ReviewNewOptions {
  std::string output;
  std::vector<std::string> paths;
  StoreOption store;
  std::string model;
  std::optional<Precision> precision;
  int threads = 0;
  std::vector<std::string> thresholds;
  DrawRules rules{.size = 0};  // 0: the default of the kind
};

void add_what(CLI::App& app, ReviewNewOptions& options) {
  const std::string group = "Questions";
  add_choice<ReviewKind>(app, "--sample",
                         {{"measured", ReviewKind::kMeasured}, {"diverse", ReviewKind::kDiverse}},
                         [&](ReviewKind kind) { options.rules.kind = kind; })
      ->description(
          "a random sample for statistics (default), or the pictures that differ most, for an overview")
      ->group(group);
  app.add_option("--size", options.rules.size,
                 fmt::format("number of questions, or of pictures for a diverse sample; default: {}, {}",
                             kQuestions, kPictures))
      ->check(whole_number(1, kMaxReviewSize))
      ->type_name("N")
      ->group(group);
  app.add_option(
         "--tags", options.rules.tags,
         fmt::format("tags to ask about; default: the {} that are most common and least certain", kAskedTags))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("TAG,...")
      ->group(group);
  add_threshold_option(app, options.thresholds)
      ->description(
          fmt::format("score above which a tag would be written (default {})", options.rules.threshold))
      ->type_name("X")
      ->group(group);
  app.add_option("--seed", options.rules.seed, "seed of the random sample")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 31).description(""))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
}

void add_options(CLI::App& app, ReviewNewOptions& options) {
  app.add_option("-o,--output", options.output, "new file for the review")->type_name("FILE")->required();
  app.add_option("PATH", options.paths,
                 "pictures and folders, with subfolders; pictures without stored scores are scored first. "
                 "Default: all pictures in the store");
  add_store_option(app, options.store);
  add_model_option(app, options.model);
  add_precision_option(app, options.precision);
  add_threads_option(app, options.threads);
  add_what(app, options);
  app.footer(
      "\nExamples:\n"
      "  jtp review new -o wings.jsonl --tags wings,tail --size 60 pictures/\n"
      "  jtp review new -o look.jsonl --sample diverse --size 64 --store scores.sqlite\n");
}

Scorer scorer_of(const ReviewNewOptions& options) {
  const std::filesystem::path file = store_file(options.store);
  if (!options.paths.empty()) {
    return score_for_review({.paths = options.paths,
                             .store = file,
                             .model = options.model,
                             .precision = options.precision,
                             .threads = options.threads});
  }
  const std::string precision(options.precision ? to_string(*options.precision) : std::string_view());
  return choose_scorer(ScoreStore(file, {.access = StoreAccess::kReadOnly}), {options.model, precision});
}

// A review has one threshold for all tags; JTP_THRESHOLD may name more.
float review_threshold(const std::vector<std::string>& texts) {
  constexpr float kMin = 0.001F, kMax = 0.999F;
  const float threshold = parse_thresholds(texts).global();
  if (threshold < kMin || threshold > kMax)
    fail(ErrorKind::kUsage, "--threshold {}: give a number from {} to {}", threshold, kMin, kMax);
  return threshold;
}

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string summary(const ReviewPlan& plan, const std::string& file) {
  if (plan.kind == ReviewKind::kDiverse) {
    return fmt::format("{} with {}, out of {}; 'jtp review open {}' asks about them",
                       counted(plan.pictures.size(), "picture"), counted(plan.questions.size(), "tag"),
                       plan.population, file);
  }
  std::vector<std::string> names;
  for (const ReviewTag& tag : plan.tags) names.push_back(tag.name);
  return fmt::format("{} about {} in {}; 'jtp review open {}' asks them",
                     counted(plan.questions.size(), "question"), fmt::join(names, ", "),
                     counted(plan.population, "picture"), file);
}

}  // namespace

int run_review_new(int argc, char** argv) {
  CLI::App app("Chooses questions about pictures in a score store and writes them to a new file.");
  ReviewNewOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  DrawRules& rules = options.rules;
  rules.threshold = review_threshold(options.thresholds);
  const bool is_diverse = rules.kind == ReviewKind::kDiverse;
  if (is_diverse && !rules.tags.empty()) {
    fail(ErrorKind::kUsage,
         "--tags needs --sample measured; a diverse sample asks about every tag of a picture");
  }
  if (rules.size == 0) rules.size = is_diverse ? kPictures : kQuestions;
  if (std::filesystem::exists(options.output)) {
    fail(ErrorKind::kUsage, "{}: already exists; a review is never overwritten", options.output);
  }
  const Scorer scorer = scorer_of(options);
  for (const std::string& path : options.paths) rules.roots.push_back(stored_path(path));
  ScoreStore store(store_file(options.store), {.access = StoreAccess::kReadOnly});
  ReviewPlan plan = draw_review(store, scorer, rules);
  plan.created = now();
  write_review(options.output, plan);
  print_message(printable(summary(plan, options.output)));
  return kExitAllDone;
}

}  // namespace jtp
