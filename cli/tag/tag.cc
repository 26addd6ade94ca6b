// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/open_model.h"
#include "cli/tag/options.h"
#include "cli/tag/output.h"
#include "cli/tag/store.h"
#include "cli/terminal/failure_log.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tagger/folder_watch.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/scoring.h"
#include "jtp/tagger/tagger.h"

namespace jtp {
namespace {

// Counts the pictures while the first ones are tagged, to estimate the time left.
class CountAhead {
 public:
  // `limit`: 0 if the count would not be that of this run.
  explicit CountAhead(const InputRequest& request, std::int64_t limit) {
    if (request.next_name || limit == 0) return;  // a list can be read only once
    thread_ = std::jthread([this, request, limit] {
      const auto count = count_pictures(request, limit, stop_);
      if (!stop_) total_ = count;
    });
  }
  ~CountAhead() { stop_ = true; }
  CountAhead(const CountAhead&) = delete;
  CountAhead& operator=(const CountAhead&) = delete;

  std::optional<std::int64_t> total() const {
    const std::int64_t total = total_;
    return total < 0 ? std::nullopt : std::optional(total);
  }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<std::int64_t> total_{-1};
  std::jthread thread_;
};

ProgressStyle progress_style(const TagOptions& options) {
  if (options.verbosity == Verbosity::kQuiet) return ProgressStyle::kNone;
  return style_of_stderr();
}

// The share of the time that the threads of each stage worked. The others wait for the stage near 100 %.
std::string busy_shares(const PipelineStats& stats) {
  const auto percent = [&](double seconds, int threads) {
    return 100 * seconds / (stats.elapsed_seconds * threads);
  };
  return fmt::format("busy: decode {:.0f} %, network {:.0f} %, write {:.0f} %",
                     percent(stats.decode_seconds, stats.decoders), percent(stats.infer_seconds, stats.lanes),
                     percent(stats.write_seconds, 1));
}

// Whether the run takes exactly the pictures of the request.
bool takes_all(const TagOptions& options) {
  return options.length == RunLength::kOnce && options.shard.value_or(Shard{}).count == 1;
}

// One run of `jtp tag`, after the command line is parsed.
class TagRun {
 public:
  TagRun(const TagOptions& options, const Tagger& tagger);
  int execute();

 private:
  std::optional<PictureInput> next_input();
  std::optional<PictureInput> next();
  void write(const TaggedPicture& picture);
  void note_failure(const Error& error);
  std::int64_t pictures_at_least() const;
  ProgressCounts counts() const;
  void print_summary(const PipelineStats& stats) const;
  int finish();

  const TagOptions& options_;
  const Tagger& tagger_;
  const TagSelection selection_;
  const InputRequest request_;
  InputList inputs_;
  std::optional<FolderWatch> watch_;           // instead of inputs_, with --watch
  const std::unique_ptr<ScoreMemory> memory_;  // null without a store
  TagOutput output_;
  CountAhead ahead_;
  StatusLine progress_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();

  std::int64_t tagged_ = 0;
  std::int64_t known_ = 0;  // those of tagged_ with scores from the store, and copies
  FailureLog failures_;
  std::atomic<std::int64_t> settled_{0};  // counted by next(), read by write()
};

TagRun::TagRun(const TagOptions& options, const Tagger& tagger)
    : options_(options),
      tagger_(tagger),
      selection_(make_selection(options.selection, tagger.vocabulary())),
      request_(make_request(options.inputs)),
      inputs_(request_),
      memory_(open_tag_memory(options, tagger, selection_)),
      output_(options, tagger),
      ahead_(request_, takes_all(options) ? std::numeric_limits<std::int64_t>::max() : 0),
      progress_(progress_style(options)) {
  if (options.length == RunLength::kWatch)
    watch_.emplace(options.inputs.paths, options.inputs.recursion, interrupted());
}

// A list is assumed to be long: counting it would mean waiting for its end.
std::int64_t TagRun::pictures_at_least() const {
  const int enough = tagger_.threads();
  return request_.next_name ? enough : count_pictures(request_, enough, interrupted());
}

std::optional<PictureInput> TagRun::next_input() {
  const Shard shard = options_.shard.value_or(Shard{});
  while (true) {
    auto input = watch_ ? watch_->next() : inputs_.next();
    if (!input || is_in_shard(shard, input->path)) return input;
  }
}

std::optional<PictureInput> TagRun::next() {
  while (auto input = next_input()) {
    if (input->error || !output_.is_settled(input->path)) return input;
    ++settled_;
  }
  return std::nullopt;
}

void TagRun::write(const TaggedPicture& picture) {
  PictureRecord record{.file = picture.path.string(),
                       .picture = picture.result,
                       .model = tagger_.id(),
                       .tags = {},
                       .error = picture.error};
  if (!record.error) {
    const TagResult& result = picture.result;
    record.tags = options_.scores == ScoreRange::kAll ? selection_.all_in_order(result.scores, result.sha256)
                                                      : selection_.select(result.scores, result.sha256);
  }
  if (output_.on_terminal()) progress_.clear();
  if (const auto error = output_.write(std::move(record), picture.result.features)) {
    note_failure(*error);
  } else {
    ++tagged_;
    if (picture.origin == ScoreOrigin::kMemory) ++known_;
  }
  if (progress_.is_due()) progress_.show(format_progress(counts()));
}

void TagRun::note_failure(const Error& error) {
  failures_.add(error);
  if (options_.verbosity != Verbosity::kVerbose) return;
  progress_.clear();
  print_message(printable(error.what()));
}

ProgressCounts TagRun::counts() const {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  return {.done = tagged_ + failures_.count() + settled_,
          .failed = failures_.count(),
          .total = ahead_.total(),
          .seconds = elapsed.count()};
}

int TagRun::execute() {
  const PipelineStages stages{.next = [this] { return next(); },
                              .write = [this](const TaggedPicture& picture) { write(picture); },
                              .memory = memory_.get()};
  const ScoringOptions scoring{
      .at_least = pictures_at_least(),
      .features = options_.heat_maps.empty() ? KeptFeatures::kNo : KeptFeatures::kYes};
  const PipelineStats stats = score_pictures(tagger_, stages, scoring, interrupted());
  progress_.clear();
  print_summary(stats);
  return finish();
}

void TagRun::print_summary(const PipelineStats& stats) const {
  failures_.print(" (--jsonl lists them all)");
  if (options_.verbosity == Verbosity::kQuiet) return;

  std::string text = fmt::format("{} tagged", tagged_);
  if (known_ > 0) text += fmt::format(" ({} from the store)", known_);
  text += fmt::format(", {} failed", failures_.count());
  if (options_.captions) text += fmt::format(", {} written", counted(output_.captions_written(), "caption"));
  if (options_.heat_maps.size() > 0) {
    text += fmt::format(", {} written", counted(output_.heat_maps_written(), "heat map"));
  }
  if (output_.captions_removed() > 0) {
    text += fmt::format(", {} removed because no tag was left", output_.captions_removed());
  }
  text += output_.caption_origins();
  if (settled_ > 0) text += fmt::format(", {} skipped with existing captions", settled_.load());
  if (inputs_.repeated() > 0)
    text += fmt::format(", {} given more than once and tagged once", inputs_.repeated());
  if (stats.elapsed_seconds > 0) {
    text += fmt::format(", {:.1f} pictures/s; {}",
                        static_cast<double>(tagged_ + failures_.count()) / stats.elapsed_seconds,
                        busy_shares(stats));
  }
  print_message(text);
  if (tagged_ + failures_.count() + settled_ == 0 && !interrupted()) {
    print_message("no pictures found (-r also searches subfolders)");
  }
  if (options_.verbosity == Verbosity::kVerbose) {
    print_message(
        fmt::format("seconds: {:.2f} in total; summed over the threads: decode {:.2f}, network {:.2f} in {}, "
                    "write {:.2f}",
                    stats.elapsed_seconds, stats.decode_seconds, stats.infer_seconds,
                    counted(stats.passes, "pass", "passes"), stats.write_seconds));
  }
}

int TagRun::finish() {
  const bool stopped_as_intended = options_.length == RunLength::kWatch;
  if (interrupted() && !stopped_as_intended) {
    if (output_.part())
      print_message(fmt::format("interrupted; the results so far are in {}", output_.part()->string()));
    return interrupted_exit_code();
  }
  output_.complete();
  return failures_.count() > 0 ? kExitSomeFailed : kExitAllDone;
}

// Takes the shard that srun or mpirun gave this process, unless --shard names one. A shard has its own
// results file.
void take_shard(TagOptions& options) {
  if (!options.shard) {
    if (const auto launched = shard_from_environment()) {
      options.shard = launched->shard;
      if (options.verbosity != Verbosity::kQuiet) {
        print_message(fmt::format("shard {} of {} ({}); --shard 1/1 tags everything", launched->shard.number,
                                  launched->shard.count, launched->variable));
      }
    }
  }
  if (options.shard && options.output) options.output = shard_file(*options.output, *options.shard);
}

}  // namespace

int run_tag(int argc, char** argv) {
  const auto parsed = parse_tag_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  TagOptions options = std::get<TagOptions>(parsed);
  take_shard(options);

  const Tagger tagger = open_model({.model = options.model,
                                    .precision = options.precision,
                                    .threads = options.threads,
                                    .decode = options.inputs.decode},
                                   options.verbosity);
  install_signal_handlers();  // before this there is nothing to finish, so a signal ends the program at once
  return TagRun(options, tagger).execute();
}

}  // namespace jtp
