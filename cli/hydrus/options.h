// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "cli/options/selection_options.h"
#include "cli/options/store_options.h"
#include "cli/terminal/verbosity.h"
#include "jtp/hydrus/client.h"
#include "jtp/hydrus/tag_spelling.h"
#include "jtp/model/engine.h"
#include "jtp/tagger/score_memory.h"

namespace jtp {

enum class HydrusAction { kTag, kPreview };

// The command line of `jtp hydrus`.
struct HydrusOptions {
  HydrusAction action = HydrusAction::kTag;
  HydrusAddress address;
  HydrusQuery search;
  std::string service;                   // name or key; empty: not given
  std::string marker = "tagged by jtp";  // empty: none
  HydrusNamespaces namespaces = HydrusNamespaces::kNone;
  std::optional<std::int64_t> max_files;

  std::string model;  // empty: the default
  std::optional<Precision> precision;
  int threads = 0;  // 0: every processor

  SelectionFlags selection;

  StoreOption store;
  Reuse reuse = Reuse::kStored;  // kNothing with --force

  Verbosity verbosity = Verbosity::kNormal;
};

// The options, or the exit code when there is nothing to run (--help, a mistake).
// Throws Error kUsage for options that do not go together.
std::variant<HydrusOptions, int> parse_hydrus_options(int argc, char** argv);

}  // namespace jtp
