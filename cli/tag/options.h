// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/options/input_options.h"
#include "cli/options/selection_options.h"
#include "cli/options/store_options.h"
#include "cli/tag/shard.h"
#include "cli/terminal/terminal.h"
#include "cli/terminal/verbosity.h"
#include "jtp/captions/caption_writer.h"
#include "jtp/model/engine.h"
#include "jtp/tagger/score_memory.h"

namespace jtp {

// The format of the results on standard output or in --output.
enum class ResultFormat { kNothing, kText, kJsonLines, kCsv };

enum class ScoreRange { kChosen, kAll };

enum class RunLength {
  kOnce,
  kWatch,  // until stopped; also tags pictures that appear in the folders
};

// The command line of `jtp tag`.
struct TagOptions {
  InputOptions inputs;

  std::string model;  // empty: the default
  std::optional<Precision> precision;
  int threads = 0;  // 0: every processor

  SelectionFlags selection;
  ScoreRange scores = ScoreRange::kChosen;

  StoreOption store;
  Reuse reuse = Reuse::kStored;         // kNothing with --force
  KeptPooled pooled = KeptPooled::kNo;  // kYes with --features

  std::optional<Shard> shard;  // with --shard
  RunLength length = RunLength::kOnce;

  std::optional<CaptionOptions> captions;  // with --write
  std::vector<std::string> heat_maps;      // tags, with --heatmap
  ResultFormat format = ResultFormat::kText;
  std::optional<std::filesystem::path> output;  // nothing: standard output
  Spelling spelling;
  ColorMode color = ColorMode::kAuto;
  Verbosity verbosity = Verbosity::kNormal;
};

// Whether the run uses a score store: if the user asked for one, or if the run writes files anyway (decision
// 0702).
bool uses_store(const TagOptions& options);

// The options, or the exit code when there is nothing to run (--help, a mistake).
// Throws Error kUsage for options that do not go together.
std::variant<TagOptions, int> parse_tag_options(int argc, char** argv);

}  // namespace jtp
