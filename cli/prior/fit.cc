// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/exit_code.h"
#include "cli/options/engine_options.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/prior/commands.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/base/random.h"
#include "jtp/base/text.h"
#include "jtp/base/thread_pool.h"
#include "jtp/prior/context_fit.h"
#include "jtp/prior/evaluate.h"
#include "jtp/prior/omission.h"
#include "jtp/prior/prevalence.h"
#include "jtp/prior/tag_prior.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct PriorFitOptions {
  std::string set;
  std::string omission;
  ContextFitOptions fit;
  std::string out;
  int threads = 0;
  bool json = false;
};

void add_options(CLI::App& app, PriorFitOptions& options) {
  app.add_option("--set", options.set, "folder that 'jtp data manifest' wrote")->type_name("DIR")->required();
  app.add_option("-o,--out", options.out, "folder for prior.safetensors and the vocabulary")
      ->type_name("DIR")
      ->required();
  app.add_option("--omission", options.omission,
                 "how often tags were found missing: table tag,omitted,checked")
      ->type_name("FILE.csv");
  app.add_option("--passes", options.fit.passes,
                 "passes over the posts (default: 2 for millions of posts, more for fewer)")
      ->check(whole_number(1, 10000))
      ->type_name("N");
  add_threads_option(app, options.threads);
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer(
      "\nAn interrupted run resumes when the same command is started again. The result does not\n"
      "depend on --threads.\n\n"
      "Example:\n  jtp prior fit --set set/ --out prior/\n");
}

// Identifies what is fitted, and how.
std::string fingerprint(const TrainingSet& set, const LabelSets& posts, const ContextFitOptions& fit) {
  std::uint64_t sum = 0;
  for (const std::int16_t label : posts.labels) sum = mixed(sum ^ static_cast<std::uint64_t>(label));
  return fmt::format("{} {} {} {:016x} {} {} {} {}", set.manifest.header().tag_list_sha256, posts.size(),
                     posts.labels.size(), sum, fit.passes, fit.rate, fit.precision, fit.most_inputs);
}

FitProgress make_progress(StatusLine& line) {
  const auto start = std::chrono::steady_clock::now();
  return [&line, start](int done, int blocks) {
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
    if (!line.is_due()) return;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    line.show(fmt::format("{} of {} blocks of tags, {} left", done, blocks,
                          format_duration(elapsed.count() / done * (blocks - done))));
  };
}

TagPrior fit(const PriorFitOptions& options, const TrainingSet& set, ThreadPool& pool) {
  constexpr std::uint64_t kOrder = 1;  // of the posts
  const LabelSets posts = gather_labels(set.manifest, Split::kTrain, kOrder);
  if (posts.size() == 0) fail(ErrorKind::kInvalidInput, "{}: no posts to train on", options.set);
  TagPrior prior;
  prior.tag_list_sha256 = set.manifest.header().tag_list_sha256;
  prior.posts = posts.size();
  prior.counts = count_labels(posts);
  prior.prevalence = prevalence(prior.counts, prior.posts, set.vocabulary);
  const auto omitted = options.omission.empty() ? std::vector<OmissionCount>()
                                                : load_omission_counts(options.omission, set.vocabulary);
  prior.omission = omission_rates(set.vocabulary, omitted);
  ContextFitOptions fit_options = options.fit;
  if (fit_options.passes == 0) fit_options.passes = passes_for(posts.size());
  FitJournal journal(fs::path(options.out) / "prior.part", fingerprint(set, posts, fit_options));
  if (journal.size() > 0)
    print_message(fmt::format("resuming an interrupted run: {} done",
                              counted(journal.size(), "block of tags", "blocks of tags")));
  StatusLine line(style_of_stderr());
  prior.context =
      fit_context(posts, prior.prevalence, set.implied, fit_options, {pool, journal, make_progress(line)});
  const LabelSets held_out = gather_labels(set.manifest, Split::kValidation, kOrder);
  calibrate_by_tag(prior.context, held_out, pool);
  prior.notes = {{"passes", std::to_string(fit_options.passes)},
                 {"calibrated_on", std::to_string(held_out.size())},
                 {"omission", options.omission.empty() ? "hyperprior" : "counted"}};
  write_tag_prior(fs::path(options.out) / "prior.safetensors", prior);
  journal.remove();
  return prior;
}

}  // namespace

int run_prior_fit(int argc, char** argv) {
  CLI::App app(
      "Fits the tag prior: how often each tag is given, how often it is omitted, and what the other tags say "
      "about it.");
  PriorFitOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  install_signal_handlers();
  const TrainingSet set(options.set);
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", options.out, error.message());
  ThreadPool pool(threads_or_all(options.threads));
  const TagPrior prior = fit(options, set, pool);
  copy_vocabulary(options.set, options.out);
  const std::size_t weights = prior.context.weights().size();
  const nlohmann::ordered_json json = {{"tags", prior.tags()}, {"posts", prior.posts}, {"weights", weights}};
  ResultStream().write(options.json ? json.dump(2) + "\n"
                                    : fmt::format("{}, {}, {}\n", counted(prior.tags(), "tag"),
                                                  counted(prior.posts, "post"), counted(weights, "weight")));
  return kExitAllDone;
}

}  // namespace jtp
