// SPDX-License-Identifier: Apache-2.0
#include "cli/options/threshold_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>
#include <string_view>

#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

// "0.3" -> 0.3; throws Error kUsage.
float parse_threshold(std::string_view text, const std::string& option) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1)) {
    fail(ErrorKind::kUsage, "--threshold {}: a threshold is a number from 0 to 1", option);
  }
  return value;
}

Thresholds parse_thresholds(const std::vector<std::string>& texts) {
  float global = Thresholds::kDefault;
  std::map<TagCategory, float> by_category;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      global = parse_threshold(text, text);
      continue;
    }
    const auto category = parse_category(text.substr(0, equals));
    if (!category)
      fail(ErrorKind::kUsage, "--threshold {}: there is no category '{}'", text, text.substr(0, equals));
    by_category[*category] = parse_threshold(std::string_view(text).substr(equals + 1), text);
  }
  Thresholds thresholds(global);
  for (const auto& [category, threshold] : by_category) thresholds.set_category(category, threshold);
  return thresholds;
}

}  // namespace

void add_threshold_options(CLI::App& app, ThresholdOptions& options) {
  const std::string group = "Tags";
  app.add_option("--threshold", options.thresholds,
                 "take tags with score > X; CATEGORY=X for one category (default 0.2)")
      ->type_name("X|CATEGORY=X")
      ->allow_extra_args(false)
      ->envname("JTP_THRESHOLD")
      ->group(group);
  app.add_option_function<std::string>(
         "--thresholds", [&options](const std::string& file) { options.csv = file; },
         "a CSV file with the columns tag,threshold")
      ->type_name("FILE.csv")
      ->group(group);
}

void check_threshold_options(const ThresholdOptions& options) { parse_thresholds(options.thresholds); }

Thresholds make_thresholds(const ThresholdOptions& options, const Vocabulary& vocabulary) {
  Thresholds thresholds = parse_thresholds(options.thresholds);
  if (options.csv) {
    const auto unknown = thresholds.load_csv(*options.csv, vocabulary);
    if (!unknown.empty()) {
      print_message(printable(fmt::format("{}: the model does not have {} of the tags, such as '{}'",
                                          options.csv->string(), unknown.size(), unknown.front())));
    }
  }
  return thresholds;
}

}  // namespace jtp
