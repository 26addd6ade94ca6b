// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/data/commands.h"
#include "cli/data/dump_options.h"
#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/data/vocabulary_files.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

struct DataVocabularyOptions {
  DumpOptions dump;
  VocabularyRule rule;
  std::vector<std::string> categories;
  std::string out;
  std::string other;  // tags.json to compare with
  bool json = false;
};

void add_options(CLI::App& app, DataVocabularyOptions& options) {
  add_dump_options(app, options.dump);
  app.add_option("-o,--out", options.out, "folder for tags.json, tags.csv and vocabulary.json")
      ->type_name("DIR")
      ->required();
  app.add_option("--min-count", options.rule.min_count, "choose tags with more than N posts")
      ->type_name("N")
      ->capture_default_str();
  app.add_option(
         "--category", options.categories,
         "choose tags of these categories (default: all except artist, contributor, character, invalid)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CATEGORY,...");
  app.add_option("--diff", options.other, "show the changes from another vocabulary")->type_name("TAGS.json");
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer("\nExample:\n  jtp data vocabulary --dump dump/ --out vocabulary/\n");
}

std::vector<TagCategory> parse_categories(const std::vector<std::string>& names) {
  std::vector<TagCategory> categories;
  for (const std::string& name : names) {
    const auto category = parse_category(name);
    if (!category) fail(ErrorKind::kUsage, "--category {}: not a category of e621", name);
    if (std::find(categories.begin(), categories.end(), *category) == categories.end())
      categories.push_back(*category);
  }
  return categories;
}

std::vector<std::string> names_of(const Vocabulary& vocabulary) {
  std::vector<std::string> names;
  for (int i = 0; i < vocabulary.size(); ++i) names.push_back(vocabulary.name(i));
  return names;
}

std::optional<VocabularyDifference> difference_to(const std::string& other,
                                                  const DumpVocabulary& vocabulary) {
  if (other.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const VocabularyTag& tag : vocabulary.tags) names.push_back(tag.name);
  return compare_vocabularies(names_of(load_vocabulary(other, std::nullopt)), names);
}

std::string text(const Json& card, const std::optional<VocabularyDifference>& difference) {
  std::string out = fmt::format("tags    {} of {}, from {} posts ({} read, {} deleted)\n",
                                card["tags"].get<std::uint64_t>(), card["tags_seen"].get<std::uint64_t>(),
                                card["posts_used"].get<std::uint64_t>(), card["posts"].get<std::uint64_t>(),
                                card["posts_deleted"].get<std::uint64_t>());
  for (const auto& [category, number] : card["tags_by_category"].items())
    out += fmt::format("  {:<10} {}\n", category, number.get<int>());
  out += fmt::format("names   {}: {} aliased; {} tags implied; {} unknown tags, used {} times\n",
                     card["names"].get<std::uint64_t>(), card["names_aliased"].get<std::uint64_t>(),
                     card["tags_implied"].get<std::uint64_t>(), card["tags_unknown"].get<std::uint64_t>(),
                     card["uses_unknown"].get<std::uint64_t>());
  for (const Json& circle : card["implication_circles"])
    out += fmt::format("circle  {}\n", printable(circle.get<std::string>()));
  if (!difference) return out;
  for (const std::string& name : difference->removed) out += fmt::format("- {}\n", printable(name));
  for (const std::string& name : difference->added) out += fmt::format("+ {}\n", printable(name));
  return out + fmt::format("{} added, {} removed, {} with another index\n", difference->added.size(),
                           difference->removed.size(), difference->moved);
}

}  // namespace

int run_data_vocabulary(int argc, char** argv) {
  CLI::App app("Chooses the tags that a model learns, by their number of posts and their category.");
  DataVocabularyOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (!options.categories.empty()) options.rule.categories = parse_categories(options.categories);

  const DumpFiles files = find_dump(options.dump.folder);
  PostStatus status;
  const DumpVocabulary vocabulary =
      build_vocabulary(files, options.rule, options.dump.broken(), status.progress());
  const std::string card = vocabulary_card(vocabulary, options.rule, files);
  const auto difference = difference_to(options.other, vocabulary);
  write_vocabulary(options.out, vocabulary, card);
  report_skipped(vocabulary.counts.skipped);
  Json result = Json::parse(card);
  if (difference && options.json) {
    result["difference"] = {
        {"added", difference->added}, {"removed", difference->removed}, {"moved", difference->moved}};
  }
  ResultStream().write(options.json ? result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                    : text(result, difference));
  return vocabulary.counts.skipped.count > 0 ? kExitSomeFailed : kExitAllDone;
}

}  // namespace jtp
