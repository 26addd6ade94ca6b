// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/hydrus/options.h"
#include "cli/hydrus/source.h"
#include "cli/options/environment.h"
#include "cli/options/open_model.h"
#include "cli/terminal/failure_log.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tagger/scoring.h"

namespace jtp {
namespace {

constexpr std::size_t kMarkedAtOnce = 64;

void check_permissions(const HydrusAccess& access, HydrusAction action) {
  std::vector<std::string> missing;
  if (!access.permits(HydrusPermission::kFetchFiles)) missing.emplace_back("search for and fetch files");
  if (action == HydrusAction::kTag && !access.permits(HydrusPermission::kEditTags))
    missing.emplace_back("edit file tags");
  if (missing.empty()) return;
  fail(ErrorKind::kUsage,
       "the key '{}' lacks the permission to {} (in Hydrus: services > review services > client api > edit)",
       printable(access.name), fmt::join(missing, ", and to "));
}

std::string list(const std::vector<HydrusService>& services) {
  std::string text;
  for (const HydrusService& service : services)
    text += fmt::format("{}'{}' ({})", text.empty() ? "" : ", ", printable(service.name), service.key);
  return text;
}

HydrusService choose_service(const std::vector<HydrusService>& services, const std::string& wanted) {
  std::vector<HydrusService> fitting;
  for (const HydrusService& service : services) {
    if (service.key == wanted) return service;
    if (service.name == wanted) fitting.push_back(service);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.size() > 1)
    fail(ErrorKind::kUsage, "--service {}: several services have this name; give a key: {}", wanted,
         list(fitting));
  if (wanted.empty())
    fail(ErrorKind::kUsage, "no tag service given; choose one with --service: {}", list(services));
  fail(ErrorKind::kUsage, "--service {}: not a local tag service; choose one of {}", wanted, list(services));
}

// The files to tag: those that the search finds, without those that have the marker.
std::vector<std::int64_t> find_files(HydrusClient& client, const HydrusOptions& options) {
  HydrusQuery query = options.search;
  if (!options.marker.empty()) query.push_back({"-" + options.marker});
  std::vector<std::int64_t> ids = client.search(query);
  const auto most = options.max_files.value_or(std::ssize(ids));
  ids.resize(std::min(ids.size(), static_cast<std::size_t>(most)));
  return ids;
}

// One run of `jtp hydrus`, after all checks that can refuse it.
class HydrusRun {
 public:
  HydrusRun(const HydrusOptions& options, const Tagger& tagger, HydrusSource& source, std::string service);
  int execute(std::int64_t files);

 private:
  void write(const TaggedPicture& picture);
  std::vector<std::string> new_tags(const TagResult& result, const HydrusFile& file);
  void mark(const std::string& sha256);
  void flush_marks();
  std::string summary(const PipelineStats& stats) const;

  const HydrusOptions& options_;
  const Tagger& tagger_;
  const TagSelection selection_;
  HydrusSource& source_;
  const std::string service_;
  const std::unique_ptr<ScoreMemory> memory_;  // null without a store
  // Never set: finished files are still written when the user interrupts the run.
  const std::atomic<bool> never_{false};
  HydrusClient writer_;
  StatusLine progress_;

  std::vector<std::string> done_;  // not marked yet
  FailureLog failures_;
  std::int64_t total_ = 0;
  std::int64_t tagged_ = 0;
  std::int64_t known_ = 0;  // those of tagged_ with scores from the store
  std::int64_t added_ = 0;  // tags
  std::int64_t declined_ = 0;
};

std::unique_ptr<ScoreMemory> open_memory(const HydrusOptions& options, const Tagger& tagger,
                                         const TagSelection& selection) {
  if (options.store.wish == StoreWish::kRefused) return nullptr;
  const MemoryOptions memory{.reuse = options.reuse, .scores = kept_scores(selection.lowest_threshold())};
  return std::make_unique<ScoreMemory>(open_optional_store(store_file(options.store)), tagger, memory);
}

HydrusRun::HydrusRun(const HydrusOptions& options, const Tagger& tagger, HydrusSource& source,
                     std::string service)
    : options_(options),
      tagger_(tagger),
      selection_(make_selection(options.selection, tagger.vocabulary())),
      source_(source),
      service_(std::move(service)),
      memory_(open_memory(options, tagger, selection_)),
      writer_(options.address, hub_options_from_environment().http, never_),
      progress_(options.verbosity == Verbosity::kQuiet ? ProgressStyle::kNone : style_of_stderr()) {}

int HydrusRun::execute(std::int64_t files) {
  total_ = files;
  const PipelineStages stages{.next = [this] { return source_.next(); },
                              .write = [this](const TaggedPicture& picture) { write(picture); },
                              .memory = memory_.get()};
  const PipelineStats stats = score_pictures(tagger_, stages, {.at_least = files}, interrupted());
  flush_marks();
  progress_.clear();
  failures_.print();
  if (options_.verbosity != Verbosity::kQuiet) print_message(summary(stats));
  if (interrupted()) return interrupted_exit_code();
  return failures_.count() > 0 ? kExitSomeFailed : kExitAllDone;
}

// An unreachable client or a withdrawn permission ends the run; an error with one file does not.
void HydrusRun::write(const TaggedPicture& picture) {
  const HydrusFile file = source_.take(picture.path.string());
  if (picture.error) {
    const ErrorKind kind = picture.error->kind();
    if (kind == ErrorKind::kNetwork || kind == ErrorKind::kUsage) throw *picture.error;
    failures_.add(*picture.error);
    return;
  }
  if (picture.result.sha256 != file.sha256) {
    failures_.add(
        Error(ErrorKind::kInvalidInput, file.sha256 + ": the client sent a file with another SHA-256"));
    return;
  }
  const std::vector<std::string> tags = new_tags(picture.result, file);
  if (options_.action == HydrusAction::kPreview) {
    progress_.clear();
    ResultStream().write(printable(fmt::format("{}: {}", file.sha256, fmt::join(tags, ", "))) + "\n");
  } else {
    if (!tags.empty()) writer_.add_tags(std::span(&file.sha256, 1), service_, tags, DeletedTags::kLeaveOut);
    mark(file.sha256);
  }
  ++tagged_;
  added_ += std::ssize(tags);
  if (picture.origin == ScoreOrigin::kMemory) ++known_;
  if (progress_.is_due())
    progress_.show(fmt::format("{} of {}, {} failed", tagged_, counted(total_, "file"), failures_.count()));
}

// Leaves out deleted tags here, although the client is asked to do so too: older clients ignore that request.
std::vector<std::string> HydrusRun::new_tags(const TagResult& result, const HydrusFile& file) {
  std::vector<std::string> tags;
  for (const SelectedTag& tag : selection_.select(result.scores)) {
    std::string text = hydrus_tag(tag.name, tag.category, options_.namespaces);
    if (file.deleted_tags.contains(text)) {
      ++declined_;
    } else if (!file.tags.contains(text)) {
      tags.push_back(std::move(text));
    }
  }
  return tags;
}

void HydrusRun::mark(const std::string& sha256) {
  if (options_.marker.empty()) return;
  done_.push_back(sha256);
  if (done_.size() >= kMarkedAtOnce) flush_marks();
}

// Removing the marker from a file means "tag again". It does not mean that the user declines the marker.
void HydrusRun::flush_marks() {
  if (!done_.empty())
    writer_.add_tags(done_, service_, std::span(&options_.marker, 1), DeletedTags::kAddAgain);
  done_.clear();
}

std::string HydrusRun::summary(const PipelineStats& stats) const {
  std::string text = fmt::format("{}: {} tagged", counted(total_, "file"), tagged_);
  if (known_ > 0) text += fmt::format(" ({} from the store)", known_);
  text +=
      fmt::format(", {} {}, {} failed", counted(added_, "tag"),
                  options_.action == HydrusAction::kPreview ? "would be added" : "added", failures_.count());
  if (declined_ > 0) text += fmt::format(", {} skipped as deleted by the user", counted(declined_, "tag"));
  if (source_.left_out() > 0)
    text +=
        fmt::format(", {}", counted(source_.left_out(), "file is not a picture", "files are not pictures"));
  return text + fmt::format(", {}", format_duration(stats.elapsed_seconds));
}

}  // namespace

int run_hydrus(int argc, char** argv) {
  const auto parsed = parse_hydrus_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const HydrusOptions& options = std::get<HydrusOptions>(parsed);

  HydrusClient reader(options.address, hub_options_from_environment().http, interrupted());
  check_permissions(reader.access(), options.action);
  const HydrusService service = choose_service(reader.tag_services(), options.service);
  const std::vector<std::int64_t> files = find_files(reader, options);
  if (files.empty()) {
    print_message("no files to tag: none match the search, or all have the marker");
    return kExitAllDone;
  }
  const Tagger tagger =
      open_model({.model = options.model, .precision = options.precision, .threads = options.threads},
                 options.verbosity);
  install_signal_handlers();
  HydrusSource source(reader, files, service.key);
  return HydrusRun(options, tagger, source, service.key).execute(std::ssize(files));
}

}  // namespace jtp
