// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "cli/data/commands.h"
#include "cli/data/dump_options.h"
#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "cli/train/training_set.h"
#include "cli/version.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/data/manifest_builder.h"
#include "jtp/tags/published.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

struct DataManifestOptions {
  DumpOptions dump;
  std::string vocabulary;
  std::string pictures;
  std::string groups;
  std::string splits;
  std::string verdicts;
  std::string exclude;
  bool without_builtin = false;
  ManifestRules rules;
  std::string out;
  bool json = false;
};

void add_options(CLI::App& app, DataManifestOptions& options) {
  add_dump_options(app, options.dump);
  app.add_option("--vocabulary", options.vocabulary,
                 "folder with tags.json and tags.csv from 'jtp data vocabulary'")
      ->type_name("DIR")
      ->required();
  app.add_option("--pictures", options.pictures,
                 "folder with MD5.EXT, ab/MD5.EXT or *.tar; without it, samples have only tags")
      ->type_name("DIR");
  app.add_option("-o,--out", options.out, "folder for manifest.safetensors, exclusions.csv.gz and card.json")
      ->type_name("DIR")
      ->required();
  app.add_option("--validation", options.rules.shares.validation, "share of posts for validation")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("0...1")
      ->capture_default_str();
  app.add_option("--test", options.rules.shares.test, "share of posts for the test")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("0...1")
      ->capture_default_str();
  app.add_option("--groups", options.groups, "table md5,group: the posts of a group stay in one split")
      ->type_name("FILE.csv");
  app.add_option("--verdicts", options.verdicts,
                 "tags that people confirmed or rejected: table md5,tag,verdict from 'jtp review verdicts'")
      ->type_name("FILE.csv");
  app.add_option("--splits", options.splits, "table post_id,split: fixed splits that override the hash")
      ->type_name("FILE.csv");
  app.add_option("--min-labels", options.rules.min_labels, "skip posts with fewer tags of the vocabulary")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--exclude-tags", options.exclude, "more exclusions: table tag,ratings,reason")
      ->type_name("FILE.csv");
  app.add_flag("--without-builtin-exclusions", options.without_builtin,
               "apply only the exclusions of --exclude-tags");
  app.add_flag("--json", options.json, "print the data card as JSON");
  app.footer(
      "\nWithout --without-builtin-exclusions, posts with a tag about a young age that are not rated safe\n"
      "are excluded, and so are the posts of artists who asked not to be used. exclusions.csv.gz lists each\n"
      "excluded post with its reason.\n\n"
      "Example:\n  jtp data manifest --dump dump/ --vocabulary vocabulary/ --pictures images/ --out set/\n");
}

void check(const DataManifestOptions& options) {
  const SplitShares& shares = options.rules.shares;
  if (shares.validation + shares.test > 1) {
    fail(ErrorKind::kUsage, "--validation {} and --test {} add up to more than 1", shares.validation,
         shares.test);
  }
}

ManifestRules make_rules(const DataManifestOptions& options) {
  ManifestRules rules = options.rules;
  if (options.without_builtin) rules.exclusions.clear();
  if (!options.exclude.empty()) {
    for (ExclusionRule& rule : load_exclusions(options.exclude)) rules.exclusions.push_back(std::move(rule));
  }
  return rules;
}

// The data card: enough to reproduce the set, and to withdraw a post from it.
Json make_card(const DataManifestOptions& options, const ManifestRules& rules, const DumpFiles& dump,
               const Vocabulary& vocabulary, const ManifestCounts& counts) {
  std::vector<std::string> names;
  for (int i = 0; i < vocabulary.size(); ++i) names.push_back(vocabulary.name(i));
  Json exclusions = Json::array();
  for (const ExclusionRule& rule : rules.exclusions)
    exclusions.push_back({{"tag", rule.tag}, {"ratings", rule.ratings}, {"reason", rule.reason}});
  Json excluded = Json::object();
  for (const auto& [reason, number] : counts.excluded) excluded[reason] = number;
  return {{"jtp", version()},
          {"dump_date", dump.date},
          {"posts_file", dump.posts.filename().string()},
          {"tag_list_sha256", tag_list_sha256(names)},
          {"tags", vocabulary.size()},
          {"has_pictures", !options.pictures.empty()},
          {"posts", counts.posts},
          {"samples", std::accumulate(counts.samples.begin(), counts.samples.end(), std::uint64_t{0})},
          {"train", counts.samples[0]},
          {"validation", counts.samples[1]},
          {"test", counts.samples[2]},
          {"pending_kept_in_training", counts.kept_in_training},
          {"grouped_posts", counts.grouped_posts},
          {"split_by_table", counts.split_by_table},
          {"labels", counts.labels},
          {"confirmed_by_people", counts.confirmed},
          {"rejected_by_people", counts.rejected},
          {"ratings", {{"s", counts.ratings[0]}, {"q", counts.ratings[1]}, {"e", counts.ratings[2]}}},
          {"excluded", excluded},
          {"exclusions", exclusions},
          {"min_labels", rules.min_labels},
          {"validation_share", rules.shares.validation},
          {"test_share", rules.shares.test},
          {"records_skipped", counts.skipped.count},
          {"first_skipped", counts.skipped.first}};
}

std::string text(const Json& card) {
  const auto number = [&](const char* key) { return card[key].get<std::uint64_t>(); };
  std::string out = fmt::format(
      "samples   {} of {} posts: {} train, {} validation, {} test\nlabels    {}, {:.1f} per sample\n",
      number("samples"), number("posts"), number("train"), number("validation"), number("test"),
      number("labels"),
      static_cast<double>(number("labels")) /
          static_cast<double>(std::max<std::uint64_t>(1, number("samples"))));
  for (const auto& [reason, count] : card["excluded"].items())
    out += fmt::format("excluded  {} {}\n", count.get<std::uint64_t>(), reason);
  return out;
}

}  // namespace

int run_data_manifest(int argc, char** argv) {
  CLI::App app("Makes the table of samples that training reads: posts, pictures, labels, splits.");
  DataManifestOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  check(options);

  const ManifestRules rules = make_rules(options);
  const fs::path folder = options.vocabulary;
  const Vocabulary vocabulary = load_vocabulary(folder / "tags.json", folder / "tags.csv");
  const auto given = [](const std::string& path) {
    return path.empty() ? std::nullopt : std::optional<fs::path>(path);
  };
  const ManifestSources sources{find_dump(options.dump.folder), given(options.pictures),
                                given(options.groups), given(options.splits), given(options.verdicts)};
  PostStatus status;
  const ManifestCounts counts =
      build_manifest(sources, vocabulary, rules, options.dump.broken(), options.out, status.progress());
  const Json card = make_card(options, rules, sources.dump, vocabulary, counts);
  const std::string card_text = card.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  write_file_atomically(fs::path(options.out) / "card.json", card_text);
  copy_vocabulary(folder, options.out);
  report_skipped(counts.skipped);
  ResultStream().write(options.json ? card_text : text(card));
  return counts.skipped.count > 0 ? kExitSomeFailed : kExitAllDone;
}

}  // namespace jtp
