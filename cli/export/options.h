// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/options/scorer_choice.h"
#include "cli/options/selection_options.h"
#include "cli/options/store_options.h"
#include "cli/tag/options.h"
#include "jtp/output/export_format.h"

namespace jtp {

enum class ExportAction { kWrite, kUndo };
enum class SidecarPreview { kNo, kYes };  // kYes: print what would change, and change nothing

// Whether sidecars in every folder that the store knows may change.
enum class EveryFolder {
  kNo,
  kAsk,  // --all: --undo asks first
  kYes,  // --all --yes
};

// What to do with two pictures that share a sidecar.
enum class SharedSidecar { kRefuse, kFirst };

// The command line of `jtp export`.
struct ExportOptions {
  ExportAction action = ExportAction::kWrite;
  SidecarPreview dry_run = SidecarPreview::kNo;
  std::vector<std::filesystem::path> paths;  // empty: everything in the store
  EveryFolder every_folder = EveryFolder::kNo;

  StoreOption store;
  ScorerWish scorer;
  std::vector<std::filesystem::path> verdicts;  // review files

  SelectionFlags selection;

  std::string format_name = "kohya";
  ExportFormat format;  // with the changes of the caption options
  ExistingCaption existing = ExistingCaption::kSupplement;
  SharedSidecar shared_sidecar = SharedSidecar::kRefuse;

  std::optional<std::filesystem::path> output;       // file for a table; nothing: standard output
  std::optional<std::filesystem::path> relative_to;  // folder that names in tables are relative to

  Verbosity verbosity = Verbosity::kNormal;
};

// The options, or the exit code when there is nothing to run (--help, a mistake).
// Throws Error kUsage for options that do not go together.
std::variant<ExportOptions, int> parse_export_options(int argc, char** argv);

}  // namespace jtp
