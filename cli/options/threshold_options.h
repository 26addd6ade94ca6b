// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/thresholds.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jtp {

// The message for an unknown category, with the one that may have been meant.
std::string no_category(std::string_view name);

struct ThresholdOptions {
  std::vector<std::string> thresholds;  // "0.3", "species=0.4"
  std::optional<std::filesystem::path> csv;
};

// "0.3", "species=0.4", or several in one text: "0.3,species=0.4" (JTP_THRESHOLD). The last threshold for a
// category wins. Throws Error kUsage naming the option and the part that is wrong.
Thresholds parse_thresholds(const std::vector<std::string>& texts);

// --threshold (JTP_THRESHOLD): texts for parse_thresholds().
CLI::Option* add_threshold_option(CLI::App& app, std::vector<std::string>& thresholds);

// --threshold and --thresholds, in the group "Tags".
void add_threshold_options(CLI::App& app, ThresholdOptions& options);

// Throws Error kUsage naming an invalid threshold. Called before a model is loaded.
void check_threshold_options(const ThresholdOptions& options);

// The thresholds of both options. Reports tags of the CSV file that the model does not have on stderr. Throws
// Error kUsage naming the option, and what Thresholds::load_csv throws.
Thresholds make_thresholds(const ThresholdOptions& options, const Vocabulary& vocabulary);

}  // namespace jtp
