// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/score_source.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <numeric>
#include <utility>

#include "cli/eval/labelled_source.h"
#include "cli/options/engine_options.h"
#include "cli/terminal/signals.h"
#include "jtp/base/text.h"
#include "jtp/eval/predictions.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// A vocabulary without names and categories.
Vocabulary numbered_tags(int count) {
  std::vector<std::string> names;
  for (int tag = 0; tag < count; ++tag) names.push_back(fmt::format("tag_{}", tag));
  return {std::move(names), std::vector<TagCategory>(static_cast<std::size_t>(count))};
}

class PredictionSource : public ScoreSource {
 public:
  explicit PredictionSource(const ScoreSourceOptions& options)
      : path_(options.predictions),
        predictions_(options.predictions),
        vocabulary_(options.tags.empty() ? numbered_tags(predictions_.tags())
                                         : load_vocabulary(fs::path(options.tags) / "tags.json",
                                                           fs::path(options.tags) / "tags.csv")) {
    if (vocabulary_.size() != predictions_.tags())
      fail(ErrorKind::kUsage, "{}: has {}, but {} has {}", path_, counted(predictions_.tags(), "tag"),
           options.tags, vocabulary_.size());
  }

  const Vocabulary& vocabulary() const override { return vocabulary_; }
  std::vector<int> tags() const override {
    std::vector<int> all(static_cast<std::size_t>(predictions_.tags()));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  std::string model() const override { return path_; }
  std::string labels() const override { return path_; }
  std::string name(std::int64_t picture) const override { return fmt::format("picture {}", picture); }

  SourceSummary for_each(const Visit& visit, const std::function<void(const Error&)>&) override {
    std::int64_t picture = 0;
    predictions_.for_each([&](const ScoredLabels& scored) {
      if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
      visit(scored, picture++);
    });
    return {.pictures = picture, .missing = 0};
  }

 private:
  std::string path_;
  Predictions predictions_;
  Vocabulary vocabulary_;
};

}  // namespace

void add_score_source_options(CLI::App& app, ScoreSourceOptions& options) {
  const std::string group = "Scores";
  app.add_option_function<std::string>(
         "--predictions",
         [&options](const std::string& file) {
           options.origin = ScoreOriginWish::kPredictions;
           options.predictions = file;
         },
         "scores and labels of another program: probabilities F32 and labels U8, [pictures, tags]")
      ->type_name("FILE.safetensors")
      ->group(group);
  app.add_option("--tags", options.tags, "with --predictions: folder with tags.json and tags.csv")
      ->type_name("DIR")
      ->group(group);
  app.add_flag_callback(
         "--run", [&options] { options.origin = ScoreOriginWish::kNetwork; },
         "run the network on the pictures instead of reading stored scores")
      ->group(group);
  add_store_option(app, options.store)->group(group);
  add_model_option(app, options.model)->group(group);
  add_precision_option(app, options.precision)->group(group);
  add_threads_option(app, options.threads)->group(group);
  add_label_options(app, options.labels);
}

void check_score_source_options(const ScoreSourceOptions& options) {
  if (options.origin == ScoreOriginWish::kPredictions) {
    if (!options.labels.set.empty())
      fail(ErrorKind::kUsage, "--predictions contains labels, so --set is not allowed");
    return;
  }
  if (!options.tags.empty()) fail(ErrorKind::kUsage, "--tags needs --predictions");
  if (options.labels.set.empty() || options.labels.pictures.empty())
    fail(ErrorKind::kUsage, "labelled pictures are missing; give --set and --pictures, or --predictions");
}

std::unique_ptr<ScoreSource> open_score_source(const ScoreSourceOptions& options) {
  switch (options.origin) {
    case ScoreOriginWish::kPredictions:
      return std::make_unique<PredictionSource>(options);
    case ScoreOriginWish::kNetwork:
      return open_network_source(options);
    case ScoreOriginWish::kStore:
      break;
  }
  return open_store_source(options);
}

}  // namespace jtp
