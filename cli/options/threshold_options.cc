// SPDX-License-Identifier: Apache-2.0
#include "cli/options/threshold_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <map>
#include <string_view>

#include "cli/options/nearest_name.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

// "0.3" -> 0.3; throws Error kUsage.
float parse_threshold(std::string_view text, std::string_view option) {
  const auto value = parse_number<float>(text);
  if (!value || !(*value >= 0 && *value <= 1)) {
    fail(ErrorKind::kUsage, "--threshold {}: give a number from 0 to 1", option);
  }
  return *value;
}

// Splits "0.3,species=0.4" or "0.3 species=0.4" into its parts.
std::vector<std::string_view> parts_of(std::string_view text) {
  constexpr std::string_view kSeparators = ", ";
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) return parts;
    text.remove_prefix(begin);
    parts.push_back(text.substr(0, text.find_first_of(kSeparators)));
    text.remove_prefix(parts.back().size());
  }
}

}  // namespace

std::string no_category(std::string_view name) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kTagCategories; ++i) names.push_back(to_string(static_cast<TagCategory>(i)));
  const auto meant = nearest_name(name, names);
  return fmt::format("unknown category '{}'{}", name,
                     meant ? fmt::format("; did you mean '{}'?", *meant) : "");
}

Thresholds parse_thresholds(const std::vector<std::string>& texts) {
  float global = Thresholds::kDefault;
  std::map<TagCategory, float> by_category;
  for (const std::string& text : texts) {
    const std::vector<std::string_view> parts = parts_of(text);
    if (parts.empty()) fail(ErrorKind::kUsage, "--threshold '{}': give a number from 0 to 1", text);
    for (const std::string_view part : parts) {
      const auto equals = part.find('=');
      if (equals == std::string_view::npos) {
        global = parse_threshold(part, text);
        continue;
      }
      const auto category = parse_category(part.substr(0, equals));
      if (!category) fail(ErrorKind::kUsage, "--threshold {}: {}", text, no_category(part.substr(0, equals)));
      by_category[*category] = parse_threshold(part.substr(equals + 1), text);
    }
  }
  Thresholds thresholds(global);
  for (const auto& [category, threshold] : by_category) thresholds.set_category(category, threshold);
  return thresholds;
}

CLI::Option* add_threshold_option(CLI::App& app, std::vector<std::string>& thresholds) {
  return app.add_option("--threshold", thresholds)
      ->type_name("X|CATEGORY=X")
      ->allow_extra_args(false)
      ->envname("JTP_THRESHOLD");
}

void add_threshold_options(CLI::App& app, ThresholdOptions& options) {
  const std::string group = "Tags";
  add_threshold_option(app, options.thresholds)
      ->description(fmt::format("take tags with score > X; CATEGORY=X for one category (default {})",
                                Thresholds::kDefault))
      ->group(group);
  app.add_option_function<std::string>(
         "--thresholds", [&options](const std::string& file) { options.csv = file; },
         "CSV file with the columns tag,threshold")
      ->type_name("FILE.csv")
      ->group(group);
}

void check_threshold_options(const ThresholdOptions& options) { parse_thresholds(options.thresholds); }

Thresholds make_thresholds(const ThresholdOptions& options, const Vocabulary& vocabulary) {
  Thresholds thresholds = parse_thresholds(options.thresholds);
  if (options.csv) {
    const auto unknown = thresholds.load_csv(*options.csv, vocabulary);
    if (!unknown.empty()) {
      print_message(
          printable(fmt::format("{}: {} not in the model, such as '{}'", options.csv->string(),
                                counted(std::ssize(unknown), "tag is", "tags are"), unknown.front())));
    }
  }
  return thresholds;
}

}  // namespace jtp
