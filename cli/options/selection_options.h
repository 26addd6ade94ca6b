// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/options/threshold_options.h"
#include "jtp/tags/selection.h"
#include "jtp/tags/vocabulary.h"

namespace CLI {
class App;
}

namespace jtp {

// How scores become the tags that are written: all options of the group "Tags".
struct SelectionFlags {
  ThresholdOptions thresholds;
  SelectionOptions selection;
  std::vector<std::string> replace;                 // "FROM=TO"
  std::vector<std::filesystem::path> replacements;  // tables
  std::vector<std::filesystem::path> aliases;       // tables
  std::vector<std::filesystem::path> implied_tags;  // tables
};

void add_selection_options(CLI::App& app, SelectionFlags& flags);

// Throws Error kUsage for options that do not go together or make no sense, before anything is opened.
void check_selection_options(const SelectionFlags& flags);

// Reads the tables. Throws what their readers throw. `vocabulary` is kept by reference.
TagSelection make_selection(const SelectionFlags& flags, const Vocabulary& vocabulary);

}  // namespace jtp
