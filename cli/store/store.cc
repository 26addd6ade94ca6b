// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/options/store_options.h"
#include "cli/options/subcommands.h"
#include "cli/options/threshold_options.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/store/file_stamp.h"
#include "jtp/store/maintenance.h"
#include "jtp/store/merge.h"
#include "jtp/store/provenance.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

struct StoreArguments {
  StoreOption store;
  std::vector<std::string> sources;  // for merge
  std::string sidecar;               // for replaced
  ThresholdOptions thresholds;       // for tags
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
      "store     {}\nversion   {}\nsize      {:.1f} MB, {:.1f} MB of it free\npictures  {} in {}\n"
      "features  {}\nwritten   {}\n",
      printable(file.string()), stats.schema_version, static_cast<double>(stats.bytes) / 1e6,
      static_cast<double>(stats.free_bytes) / 1e6, stats.pictures, counted(stats.files, "file"),
      stats.features, counted(stats.written_files, "file"));
  for (const Scorer& scorer : stats.scorers) {
    const std::string decoding = scorer.key.decoding.empty() ? "" : ", " + scorer.key.decoding;
    text += fmt::format("scores    {} {}{}: {}, {}\n", model_id(scorer), scorer.key.precision, decoding,
                        counted(scorer.pictures, "picture"), counted(scorer.num_tags, "tag"));
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

std::vector<float> thresholds_of(const StoreArguments& arguments, const Vocabulary& vocabulary) {
  const Thresholds thresholds = make_thresholds(arguments.thresholds, vocabulary);
  std::vector<float> by_tag;
  for (int i = 0; i < vocabulary.size(); ++i) by_tag.push_back(thresholds(i, vocabulary));
  return by_tag;
}

// Tags that no picture has are omitted.
int tags(const StoreArguments& arguments) {
  const ScoreStore store(store_file(arguments.store), {.access = StoreAccess::kReadOnly});
  for (const Scorer& scorer : store.scorers()) {
    const Vocabulary vocabulary = store.vocabulary(scorer.id);
    const auto counts = tag_frequencies(store, scorer.id, thresholds_of(arguments, vocabulary));
    std::vector<int> order(counts.size());
    std::iota(order.begin(), order.end(), 0);
    const auto count = [&](int tag) { return counts[static_cast<std::size_t>(tag)]; };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return count(a) > count(b); });
    std::erase_if(order, [&](int tag) { return count(tag) == 0; });
    Json by_name = Json::object();
    std::string text = fmt::format("{} {}, {}\n", model_id(scorer), scorer.key.precision,
                                   counted(scorer.pictures, "picture"));
    for (const int tag : order) {
      by_name[vocabulary.name(tag)] = count(tag);
      text += fmt::format("{:>9}  {}\n", count(tag), printable(vocabulary.name(tag)));
    }
    const Json json = {{"model", scorer.model_name},
                       {"sha256", scorer.key.model_hash},
                       {"precision", scorer.key.precision},
                       {"pictures", scorer.pictures},
                       {"tags", by_name}};
    print(arguments.json ? json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" : text);
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
    print(fmt::format("{}: added {}, {}, {} and {}\n", source.file().string(),
                      counted(counts.results, "result"), counted(counts.features, "feature"),
                      counted(counts.files, "file"),
                      counted(counts.written, "record of a written file", "records of written files")));
  }
  return kExitAllDone;
}

// The user's text that `--existing replace` replaced.
int replaced(const StoreArguments& arguments) {
  ScoreStore store(store_file(arguments.store), {.access = StoreAccess::kReadOnly});
  const std::string path = stored_path(arguments.sidecar);
  const WriteRecord record = Provenance(store).find(path);
  for (const auto& file : {record.intended, record.written}) {
    if (!file || !file->replaced) continue;
    print(*file->replaced);
    return kExitAllDone;
  }
  fail(ErrorKind::kNotFound, "{}: the store keeps no text that jtp replaced in it", path);
}

// Parses the options of one command together with --store, which all commands have.
std::optional<int> parse(CLI::App& app, StoreArguments& arguments, std::span<char*> words) {
  add_store_option(app, arguments.store);
  return parse_arguments(app, static_cast<int>(words.size()), words.data());
}

int run_check(int argc, char** argv) {
  CLI::App app("Checks the store for damage and brings an older version up to date.");
  StoreArguments arguments;
  app.footer("Example:\n  jtp store check --store scores.sqlite");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  return check(arguments);
}

int run_stats(int argc, char** argv) {
  CLI::App app("Shows what the store contains.");
  StoreArguments arguments;
  app.add_flag("--json", arguments.json, "print one JSON object");
  app.footer("Example:\n  jtp store stats --json");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  return stats(arguments);
}

int run_tags(int argc, char** argv) {
  CLI::App app("Counts the pictures in the store that have each tag, most frequent first.");
  StoreArguments arguments;
  add_threshold_options(app, arguments.thresholds);
  app.add_flag("--json", arguments.json, "print one JSON object per model");
  app.footer("Example:\n  jtp store tags --threshold 0.35");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  check_threshold_options(arguments.thresholds);
  return tags(arguments);
}

int run_vacuum(int argc, char** argv) {
  CLI::App app("Rewrites the store's file without its free space.");
  StoreArguments arguments;
  app.footer("Example:\n  jtp store vacuum");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  return vacuum(arguments);
}

int run_replaced(int argc, char** argv) {
  CLI::App app("Prints the text of a caption that '--existing replace' took the place of, as it was.");
  StoreArguments arguments;
  app.add_option("FILE", arguments.sidecar, "the caption or XMP file")->required();
  app.footer("Example:\n  jtp store replaced pictures/wolf.txt > wolf.txt");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  return replaced(arguments);
}

int run_merge(int argc, char** argv) {
  CLI::App app("Adds the contents of other stores.");
  StoreArguments arguments;
  app.add_option("FILE", arguments.sources, "the other stores, for example of shards")->required();
  app.footer("Example:\n  jtp store merge --store all.sqlite scores.1-of-2.sqlite scores.2-of-2.sqlite");
  if (const auto code = parse(app, arguments, {argv, static_cast<std::size_t>(argc)})) return *code;
  return merge(arguments);
}

constexpr std::array kCommands = {
    Command{"check", "check for damage", run_check},
    Command{"stats", "show what the store contains", run_stats},
    Command{"tags", "count the pictures with each tag", run_tags},
    Command{"vacuum", "rewrite the file without its free space", run_vacuum},
    Command{"merge", "add the contents of other stores", run_merge},
    Command{"replaced", "print a text that --existing replace replaced", run_replaced},
};

}  // namespace

int run_store(int argc, char** argv) {
  return run_subcommand(
      kCommands,
      "The score store keeps the scores of pictures, so that they need not be computed again. "
      "'jtp tag' fills it.\n"
      "It is an SQLite file; for the sqlite3 shell it has the views tags, pictures and written.",
      argc, argv);
}

}  // namespace jtp
