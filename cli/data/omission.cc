// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "cli/data/commands.h"
#include "cli/data/dump_options.h"
#include "cli/exit_code.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/text.h"
#include "jtp/data/late_additions.h"
#include "jtp/prior/omission.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct DataOmissionOptions {
  DumpOptions dump;
  std::string vocabulary;
  int editors = 2;
  std::string out;
  bool json = false;
};

void add_options(CLI::App& app, DataOmissionOptions& options) {
  add_dump_options(app, options.dump);
  app.add_option("--vocabulary", options.vocabulary,
                 "folder with tags.json and tags.csv from 'jtp data vocabulary'")
      ->type_name("DIR")
      ->required();
  app.add_option("--editors", options.editors, "count only posts that at least N people have edited")
      ->check(whole_number(1, 100))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("-o,--out", options.out, "file for the table tag,omitted,checked")
      ->type_name("FILE.csv")
      ->required();
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer(
      "\nExample:\n  jtp data omission --dump dump/ --vocabulary vocabulary/ --out omission.csv\n"
      "  jtp prior fit --set set/ --omission omission.csv --out prior/\n");
}

}  // namespace

int run_data_omission(int argc, char** argv) {
  CLI::App app(
      "Counts how often each tag was added after the upload of a post, that is, how often uploaders omit "
      "it.");
  DataOmissionOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const fs::path folder = options.vocabulary;
  const Vocabulary vocabulary = load_vocabulary(folder / "tags.json", folder / "tags.csv");
  PostStatus status;
  const LateAdditions counts = count_late_additions(
      find_dump(options.dump.folder), vocabulary, options.editors, options.dump.broken(), status.progress());
  std::vector<OmissionCount> omitted;
  for (std::size_t tag = 0; tag < counts.present.size(); ++tag)
    omitted.push_back(
        {static_cast<double>(counts.added_late[tag]), static_cast<double>(counts.present[tag])});
  write_file_atomically(options.out, omission_table(vocabulary, omitted));
  report_skipped(counts.skipped);
  const auto sum = [](const std::vector<std::uint64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
  };
  const nlohmann::ordered_json json = {{"versions", counts.versions},
                                       {"posts", counts.posts},
                                       {"tags_present", sum(counts.present)},
                                       {"tags_added_late", sum(counts.added_late)},
                                       {"records_skipped", counts.skipped.count}};
  ResultStream().write(options.json
                           ? json.dump() + "\n"
                           : fmt::format("{}, {} used: {} of {} added after the upload\n",
                                         counted(counts.versions, "version"), counted(counts.posts, "post"),
                                         sum(counts.added_late), counted(sum(counts.present), "tag")));
  return counts.skipped.count > 0 ? kExitSomeFailed : kExitAllDone;
}

}  // namespace jtp
