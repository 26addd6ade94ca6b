// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/data/commands.h"
#include "cli/data/dump_options.h"
#include "cli/exit_code.h"
#include "cli/options/engine_options.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "jtp/base/text.h"
#include "jtp/data/synth_dump.h"

namespace jtp {
namespace {

struct DataSynthOptions {
  SynthOptions world;
  std::string out;
  int threads = 0;
  bool json = false;
};

void add_options(CLI::App& app, DataSynthOptions& options) {
  app.add_option("-o,--out", options.out, "folder for the dump")->type_name("DIR")->required();
  app.add_option("--tags", options.world.tags, "number of tags in the default categories, 8 to 30000")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--posts", options.world.posts, "number of rows in posts.csv.gz")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--omission", options.world.omission, "mean share of the true tags that posts lack")
      ->type_name("0...0.9")
      ->capture_default_str();
  app.add_option("--seed", options.world.seed, "seed of the random world")
      ->type_name("N")
      ->capture_default_str();
  add_threads_option(app, options.threads);
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer(
      "\nThe tags have no meaning. truth.csv.gz and omission.csv beside the dump tell the truth about it.\n\n"
      "Example:\n  jtp data synth --tags 300 --posts 20000 --out synth/\n");
}

}  // namespace

int run_data_synth(int argc, char** argv) {
  CLI::App app("Writes a dump of a made-up world of correlated tags, for tests and benchmarks.");
  DataSynthOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  PostStatus status;
  const int threads = threads_or_all(options.threads);
  const SynthCounts counts = write_synth_dump(options.world, options.out, threads, status.progress());
  const nlohmann::ordered_json json = {{"posts", counts.posts},
                                       {"posts_deleted", counts.deleted},
                                       {"true_tags", counts.true_tags},
                                       {"observed_tags", counts.observed_tags}};
  const auto per_post = [&](std::uint64_t tags) {
    return static_cast<double>(tags) / static_cast<double>(std::max<std::uint64_t>(counts.posts, 1));
  };
  ResultStream().write(options.json
                           ? json.dump(2) + "\n"
                           : fmt::format("{} ({} deleted), {:.1f} true and {:.1f} observed tags per post\n",
                                         counted(counts.posts, "post"), counts.deleted,
                                         per_post(counts.true_tags), per_post(counts.observed_tags)));
  return kExitAllDone;
}

}  // namespace jtp
