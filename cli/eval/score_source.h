// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/eval/labelled_set.h"
#include "cli/options/store_options.h"
#include "jtp/base/error.h"
#include "jtp/eval/score_tally.h"
#include "jtp/model/engine.h"

namespace jtp {

enum class ScoreOriginWish {
  kStore,        // scores that `jtp tag` stored
  kNetwork,      // --run: every picture goes through the network
  kPredictions,  // --predictions: a file with scores and labels
};

// The origin of scores and labels, for every command that compares the two.
struct ScoreSourceOptions {
  ScoreOriginWish origin = ScoreOriginWish::kStore;
  std::string predictions;
  std::string tags;  // for predictions: a folder with tags.json and tags.csv
  LabelOptions labels;
  StoreOption store;
  std::string model;
  std::optional<Precision> precision;
  int threads = 0;
};

void add_score_source_options(CLI::App& app, ScoreSourceOptions& options);

// Throws Error kUsage for options that cannot be combined.
void check_score_source_options(const ScoreSourceOptions& options);

struct SourceSummary {
  std::int64_t pictures = 0;
  std::int64_t missing = 0;  // labelled pictures without scores
};

// Scores and labels of many pictures, one picture at a time.
class ScoreSource {
 public:
  // `picture`: its number in this source.
  using Visit = std::function<void(const ScoredLabels& scored, std::int64_t picture)>;

  virtual ~ScoreSource() = default;

  // The vocabulary of the model.
  virtual const Vocabulary& vocabulary() const = 0;
  // The tags that also have labels, ascending.
  virtual std::vector<int> tags() const = 0;
  // Lower scores are unknown.
  virtual double floor() const { return 0; }
  // The origin of the scores and of the labels, for reports.
  virtual std::string model() const = 0;
  virtual std::string labels() const = 0;
  // The name of a picture for people.
  virtual std::string name(std::int64_t picture) const = 0;
  // The content of a picture's file, or nothing if only its scores are known. Throws Error if it cannot be
  // read.
  virtual std::optional<std::vector<std::byte>> bytes(std::int64_t) const { return std::nullopt; }

  // `report` receives the errors of single pictures. Throws Error kCancelled when the user asks to stop.
  virtual SourceSummary for_each(const Visit& visit, const std::function<void(const Error&)>& report) = 0;
};

std::unique_ptr<ScoreSource> open_score_source(const ScoreSourceOptions& options);

}  // namespace jtp
