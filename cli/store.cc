// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/parse.h"
#include "cli/result_stream.h"
#include "cli/store_options.h"
#include "cli/terminal.h"
#include "jtp/base/error.h"
#include "jtp/store/maintenance.h"
#include "jtp/store/merge.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

struct StoreArguments {
  StoreOption store;
  std::vector<std::string> sources;  // of merge
  bool json = false;
};

void print(const std::string& text) { ResultStream().write(text); }

ScoreStore open_existing(const StoreArguments& arguments) {
  return ScoreStore(store_file(arguments.store), {.access = StoreAccess::kReadWrite});
}

int check(const StoreArguments& arguments) {
  const auto problems = check_store(open_existing(arguments));
  for (const std::string& problem : problems) print(printable(problem) + "\n");
  if (problems.empty()) print(fmt::format("{}: ok\n", store_file(arguments.store).string()));
  return problems.empty() ? kExitAllDone : kExitSomeFailed;
}

Json to_json(const StoreStats& stats, const std::filesystem::path& file) {
  Json scorers = Json::array();
  for (const Scorer& scorer : stats.scorers) {
    scorers.push_back({{"model", scorer.model_name},
                       {"sha256", scorer.key.model_hash},
                       {"precision", scorer.key.precision},
                       {"decoding", scorer.key.decoding},
                       {"tags", scorer.num_tags},
                       {"pictures", scorer.pictures}});
  }
  return {{"store", file.string()},     {"schema_version", stats.schema_version},
          {"bytes", stats.bytes},       {"free_bytes", stats.free_bytes},
          {"pictures", stats.pictures}, {"files", stats.files},
          {"features", stats.features}, {"written_files", stats.written_files},
          {"scorers", scorers}};
}

std::string to_text(const StoreStats& stats, const std::filesystem::path& file) {
  std::string text = fmt::format(
      "store     {}\nversion   {}\nsize      {:.1f} MB, {:.1f} MB of it free\npictures  {} in {} files\n"
      "features  {}\nwritten   {} files\n",
      printable(file.string()), stats.schema_version, static_cast<double>(stats.bytes) / 1e6,
      static_cast<double>(stats.free_bytes) / 1e6, stats.pictures, stats.files, stats.features,
      stats.written_files);
  for (const Scorer& scorer : stats.scorers) {
    const std::string decoding = scorer.key.decoding.empty() ? "" : ", " + scorer.key.decoding;
    text += fmt::format("scores    {} {}{}: {} pictures, {} tags\n", model_id(scorer), scorer.key.precision,
                        decoding, scorer.pictures, scorer.num_tags);
  }
  return text;
}

int stats(const StoreArguments& arguments) {
  const std::filesystem::path file = store_file(arguments.store);
  const StoreStats found = store_stats(ScoreStore(file, {.access = StoreAccess::kReadOnly}));
  if (arguments.json) {
    print(to_json(found, file).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    print(to_text(found, file));
  }
  return kExitAllDone;
}

int vacuum(const StoreArguments& arguments) {
  ScoreStore store = open_existing(arguments);
  const std::int64_t before = store_stats(store).bytes;
  vacuum_store(store);
  print(fmt::format("{:.1f} MB, was {:.1f} MB\n", static_cast<double>(store_stats(store).bytes) / 1e6,
                    static_cast<double>(before) / 1e6));
  return kExitAllDone;
}

int merge(const StoreArguments& arguments) {
  std::vector<ScoreStore> sources;  // all are opened before anything is written
  for (const std::string& source : arguments.sources) {
    std::error_code ignored;
    if (std::filesystem::equivalent(source, store_file(arguments.store), ignored)) {
      fail(ErrorKind::kUsage, "{}: a store cannot be merged into itself", source);
    }
    sources.emplace_back(source, StoreOptions{.access = StoreAccess::kReadOnly});
  }
  ScoreStore into(store_file(arguments.store));
  for (ScoreStore& source : sources) {
    const MergeCounts counts = merge_store(into, source);
    print(fmt::format("{}: {} results, {} features, {} files, {} records of written files were new\n",
                      source.file().string(), counts.results, counts.features, counts.files, counts.written));
  }
  return kExitAllDone;
}

CLI::App* add_action(CLI::App& app, StoreArguments& arguments, const std::string& name,
                     const std::string& what) {
  CLI::App* action = app.add_subcommand(name, what);
  add_store_option(*action, arguments.store);
  return action;
}

}  // namespace

int run_store(int argc, char** argv) {
  CLI::App app(
      "The score store: what models found in pictures, so that it need not be computed again. 'jtp tag' "
      "fills it.\n"
      "It is an SQLite file; the views tags, pictures and written are for the sqlite3 shell.");
  StoreArguments arguments;
  app.require_subcommand(1);
  CLI::App* checks =
      add_action(app, arguments, "check", "look for damage; older stores are brought up to date");
  checks->footer("Example:\n  jtp store check --store scores.sqlite");
  CLI::App* shows = add_action(app, arguments, "stats", "what is in the store");
  shows->add_flag("--json", arguments.json, "as one JSON object");
  shows->footer("Example:\n  jtp store stats --json");
  CLI::App* shrinks = add_action(app, arguments, "vacuum", "rewrite the file without its free space");
  shrinks->footer("Example:\n  jtp store vacuum");
  CLI::App* joins = add_action(app, arguments, "merge", "add what other stores have");
  joins->add_option("FILE", arguments.sources, "the other stores, such as those of shards")->required();
  joins->footer("Example:\n  jtp store merge --store all.sqlite scores.1-of-2.sqlite scores.2-of-2.sqlite");
  app.footer(
      "Examples:\n  jtp store stats\n  jtp store check --store scores.sqlite\n\n'jtp store ACTION --help' "
      "tells more.");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (checks->parsed()) return check(arguments);
  if (shows->parsed()) return stats(arguments);
  if (shrinks->parsed()) return vacuum(arguments);
  return merge(arguments);
}

}  // namespace jtp
