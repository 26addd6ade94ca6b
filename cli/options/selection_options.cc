// SPDX-License-Identifier: Apache-2.0
#include "cli/options/selection_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>
#include <utility>

#include "cli/options/choice_option.h"
#include "cli/options/nearest_name.h"
#include "cli/options/number_range.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/spelling.h"
#include "jtp/tags/tag_pattern.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;

std::pair<std::string, std::string> parse_replacement(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string from = canonical_tag(text.substr(0, equals));
  const std::string to = equals == std::string::npos ? "" : underscored(text.substr(equals + 1));
  if (from.empty() || to.empty()) fail(ErrorKind::kUsage, "--replace {}: give two tags as FROM=TO", text);
  return {from, to};
}

Replacements read_replacements(const SelectionFlags& flags) {
  Replacements replacements;
  for (const auto& table : flags.replacements) {
    const std::string text = read_text_file(table, kMaxFileBytes, ErrorKind::kInvalidInput);
    for (auto& [from, to] : parse_replacements(text, table.string())) replacements[from] = to;
  }
  for (const std::string& text : flags.replace) {
    const auto [from, to] = parse_replacement(text);
    replacements[from] = to;
  }
  return replacements;
}

void add_filters(CLI::App& app, SelectionOptions& selection, const std::string& group) {
  app.add_option("--limit", selection.limit, "take at most N tags per picture, those with the highest scores")
      ->check(whole_number(1))
      ->type_name("N")
      ->group(group);
  app.add_option_function<std::vector<std::string>>(
         "--category",
         [&](const std::vector<std::string>& names) {
           for (const std::string& name : names) {
             const auto category = parse_category(name);
             if (!category) throw CLI::ValidationError("--category", no_category(name));
             selection.categories.push_back(*category);
           }
         },
         "take only tags of these categories: general, species, character, ...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...")
      ->group(group);
  app.add_option("--only", selection.only, "take only tags that match; * and ? are wildcards")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GLOB,...")
      ->group(group);
  app.add_option("--exclude", selection.exclude, "leave out tags that match; * and ? are wildcards")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GLOB,...")
      ->group(group);
}

void add_tables(CLI::App& app, SelectionFlags& flags, const std::string& group) {
  const auto add_files = [&](const std::string& name, std::vector<std::filesystem::path>& files,
                             const std::string& description) {
    app.add_option_function<std::vector<std::string>>(
           name,
           [&files](const std::vector<std::string>& names) { files.assign(names.begin(), names.end()); },
           description)
        ->allow_extra_args(false)
        ->type_name("FILE.csv")
        ->group(group);
  };
  add_files("--aliases", flags.aliases,
            "write current names of tags; table with the columns alias,tag, or e621's dump of tag aliases");
  add_files("--implied-tags", flags.implied_tags,
            "for --implications; table with the columns tag,implies, or e621's dump of tag implications");
  add_files("--replacements", flags.replacements, "write other tags; table with the columns from,to");
  app.add_option("--replace", flags.replace, "write the tag TO instead of FROM")
      ->allow_extra_args(false)
      ->type_name("FROM=TO")
      ->group(group);
}

}  // namespace

void add_selection_options(CLI::App& app, SelectionFlags& flags) {
  const std::string group = "Tags";
  add_threshold_options(app, flags.thresholds);
  add_filters(app, flags.selection, group);
  add_choice<ImplicationMode>(app, "--implications",
                              {{"off", ImplicationMode::kOff},
                               {"inherit", ImplicationMode::kInherit},
                               {"constrain", ImplicationMode::kConstrain},
                               {"remove", ImplicationMode::kRemove},
                               {"constrain-remove", ImplicationMode::kConstrainRemove}},
                              [&](ImplicationMode mode) { flags.selection.implications = mode; })
      ->description("raise the scores of implied tags, cap those of implying tags, or leave implied tags out")
      ->group(group);
  add_tables(app, flags, group);
  add_choice<TagOrder>(app, "--order",
                       {{"score", TagOrder::kScore},
                        {"name", TagOrder::kName},
                        {"vocabulary", TagOrder::kVocabulary},
                        {"category", TagOrder::kCategory},
                        {"shuffle", TagOrder::kShuffled}},
                       [&](TagOrder order) { flags.selection.order = order; })
      ->description("order of the tags of a picture (default: score)")
      ->group(group);
  app.add_option("--shuffle-seed", flags.selection.shuffle_seed,
                 "seed of --order shuffle; another seed gives another order")
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
}

void check_selection_options(const SelectionFlags& flags) {
  check_threshold_options(flags.thresholds);
  for (const std::string& text : flags.replace) parse_replacement(text);
  if (flags.selection.implications != ImplicationMode::kOff && flags.implied_tags.empty())
    fail(ErrorKind::kUsage, "--implications needs a table: --implied-tags FILE.csv");
  if (flags.selection.implications == ImplicationMode::kOff && !flags.implied_tags.empty())
    fail(ErrorKind::kUsage, "--implied-tags needs --implications");
}

namespace {

// Warns of patterns that match no tag, which are most likely typing errors. `option`: "--exclude".
void warn_of_idle_patterns(std::string_view option, std::span<const std::string> patterns,
                           const Vocabulary& vocabulary, const TagGraph& graph) {
  std::vector<std::string_view> names;
  for (int i = 0; i < vocabulary.size(); ++i) names.push_back(vocabulary.name(i));
  for (const std::string& text : patterns) {
    const TagPatterns pattern({text});
    const bool matches = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return pattern.match(name) || pattern.match(graph.current(std::string(name)));
    });
    if (matches) continue;
    const auto meant = nearest_name(canonical_tag(text), names);
    print_message(printable(fmt::format("{} {}: matches no tag of the model{}", option, text,
                                        meant ? fmt::format("; did you mean '{}'?", *meant) : "")));
  }
}

}  // namespace

TagSelection make_selection(const SelectionFlags& flags, const Vocabulary& vocabulary) {
  TagGraph graph;
  for (const auto& table : flags.aliases) graph.load_aliases(table);
  for (const auto& table : flags.implied_tags) graph.load_implications(table);
  SelectionOptions options = flags.selection;
  options.replacements = read_replacements(flags);
  warn_of_idle_patterns("--only", options.only, vocabulary, graph);
  warn_of_idle_patterns("--exclude", options.exclude, vocabulary, graph);
  return {vocabulary, make_thresholds(flags.thresholds, vocabulary), graph, options};
}

}  // namespace jtp
