// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/pipeline.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "jtp/base/digest.h"
#include "jtp/image/preprocess.h"
#include "jtp/store/file_stamp.h"
#include "jtp/tagger/bounded_queue.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace {

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

// An error affects only its picture.
Error picture_error() { return current_error(ErrorKind::kUnsupported); }

TaggedPicture failed(Error error) {
  TaggedPicture outcome;
  outcome.error = std::move(error);
  return outcome;
}

bool is_file(const PictureInput& input) { return !input.bytes && !input.fetch; }

// The content of a picture; bytes that came with it are moved out.
std::vector<std::byte> take_bytes(PictureInput& input) {
  if (input.bytes) return std::move(*input.bytes);
  return input.fetch ? input.fetch() : read_picture_file(input.path);
}

// One call of run_pipeline(). Pictures are numbered in the order of next():
//
//   decoders: take() -> prepare ->[queue_]-> lanes: infer -> deliver() ->[results_]-> write_in_order(), the
//   caller
//
// next() waits for the window, so that results_ stays small. No other step waits for a later stage while it
// holds a picture, so the oldest picture can always proceed.
//
// With a memory, the first picture with a given content claims that content and proceeds. Copies that arrive
// meanwhile wait with the claim, outside all stages, and are delivered with it. A claim ends once its result
// is kept, so later copies find it in the memory.
class PipelineRun {
 public:
  PipelineRun(const PipelineStages& stages, const MakeEngine& make_engine, const PipelineOptions& options,
              const std::atomic<bool>& cancelled);
  PipelineStats execute();

 private:
  // A picture between next() and write(). Each stage adds its results.
  struct InFlight {
    std::int64_t number = 0;
    PictureInput input{};              // without its bytes once they are decoded
    std::optional<FileStamp> stamp{};  // of a file, with a memory
    PreparedPicture prepared{};
    std::optional<TagResult> known{};  // stored scores of a picture whose features are wanted
  };

  bool stopping() const { return stopping_ || cancelled_; }
  bool has_features() const { return options_.features == KeptFeatures::kYes; }
  KeptOutputs outputs() const;
  void decode_loop();
  void infer_loop(Engine& engine);
  void write_in_order();
  std::optional<InFlight> take();
  void decode(InFlight picture);
  std::optional<InFlight> prepare(InFlight picture);
  std::optional<InFlight> prepare_content(InFlight picture, std::span<const std::byte> bytes);
  std::optional<TagResult> look_up(const InFlight& picture);
  TaggedPicture infer_and_keep(Engine& engine, const InFlight& picture);
  bool claim(const InFlight& picture);
  void settle(const InFlight& picture, TaggedPicture outcome);
  void note_and_deliver(const InFlight& picture, TaggedPicture outcome);
  void deliver(const InFlight& picture, TaggedPicture outcome);
  template <typename Function>
  std::invoke_result_t<Function> with_memory(const Function& function);
  void write(const TaggedPicture& picture);
  void end_intake();
  void abandon();

  const PipelineStages& stages_;
  const PipelineOptions& options_;
  const std::atomic<bool>& cancelled_;
  std::vector<std::unique_ptr<Engine>> engines_;
  const Preprocessor preprocess_;
  const std::int64_t window_;

  std::atomic<bool> stopping_{false};  // one of the caller's functions threw
  std::mutex intake_;                  // one next() at a time
  std::mutex claims_mutex_;
  std::map<std::string, std::vector<InFlight>> claims_;  // by content: the waiting copies
  BoundedQueue<InFlight> queue_;
  std::atomic<int> decoders_left_;
  std::atomic<std::int64_t> passes_{0};

  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  std::map<std::int64_t, TaggedPicture> results_;
  std::int64_t taken_ = 0;
  std::int64_t written_ = 0;
  bool intake_ended_ = false;
  std::exception_ptr failure_;
  PipelineStats stats_;
};

std::vector<std::unique_ptr<Engine>> make_engines(const MakeEngine& make_engine, const LanePlan& plan) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < plan.lanes; ++i) engines.push_back(make_engine(plan.threads_per_lane));
  return engines;
}

PipelineRun::PipelineRun(const PipelineStages& stages, const MakeEngine& make_engine,
                         const PipelineOptions& options, const std::atomic<bool>& cancelled)
    : stages_(stages),
      options_(options),
      cancelled_(cancelled),
      engines_(make_engines(make_engine, options.plan)),
      preprocess_(engines_.front()->config().image_size),
      window_(has_features() ? std::min(kReorderWindow, kFeatureWindow * options.plan.lanes)
                             : kReorderWindow),
      queue_(2 * engines_.size()),
      decoders_left_(options.decoders) {}

PipelineStats PipelineRun::execute() {
  const Stopwatch watch;
  {
    std::vector<std::jthread> threads;
    try {
      for (const auto& engine : engines_) threads.emplace_back([this, &engine] { infer_loop(*engine); });
      for (int i = 0; i < options_.decoders; ++i) threads.emplace_back([this] { decode_loop(); });
      write_in_order();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
    abandon();
  }
  if (failure_) std::rethrow_exception(failure_);
  stats_.elapsed_seconds = watch.seconds();
  stats_.decoders = options_.decoders;
  stats_.lanes = options_.plan.lanes;
  stats_.passes = passes_;
  return stats_;
}

void PipelineRun::decode_loop() {
  while (auto picture = take()) decode(std::move(*picture));
  if (--decoders_left_ == 0) queue_.close();
}

std::optional<PipelineRun::InFlight> PipelineRun::take() {
  const std::lock_guard intake(intake_);
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping() || intake_ended_ || taken_ - written_ < window_; });
    if (intake_ended_) return std::nullopt;
  }
  std::optional<PictureInput> input;
  try {
    if (!stopping()) input = stages_.next();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
  }
  if (!input) {
    end_intake();
    return std::nullopt;
  }
  const std::lock_guard lock(mutex_);
  return InFlight{.number = taken_++, .input = std::move(*input)};
}

void PipelineRun::end_intake() {
  const std::lock_guard lock(mutex_);
  intake_ended_ = true;
  changed_.notify_all();
}

void PipelineRun::decode(InFlight picture) {
  const Stopwatch watch;
  auto prepared = prepare(std::move(picture));
  {
    const std::lock_guard lock(mutex_);
    stats_.decode_seconds += watch.seconds();
  }
  if (prepared) queue_.push(std::move(*prepared));
}

// Returns a picture that needs the network; delivers any other.
std::optional<PipelineRun::InFlight> PipelineRun::prepare(InFlight picture) {
  if (picture.input.error) {
    deliver(picture, failed(*picture.input.error));
    return std::nullopt;
  }
  std::vector<std::byte> bytes;
  try {
    if (stages_.memory && is_file(picture.input)) picture.stamp = stamp_file(picture.input.path);
    if (auto known = look_up(picture)) {
      deliver(picture, {.result = std::move(*known), .origin = ScoreOrigin::kMemory});
      return std::nullopt;
    }
    bytes = take_bytes(picture.input);
  } catch (...) {
    deliver(picture, failed(picture_error()));
    return std::nullopt;
  }
  return prepare_content(std::move(picture), bytes);
}

// The stored result of a picture, if it can be found without reading the picture.
std::optional<TagResult> PipelineRun::look_up(const InFlight& picture) {
  const std::string& sha256 = picture.input.sha256;
  if (!stages_.memory || has_features() || (!picture.stamp && sha256.empty())) return std::nullopt;
  return with_memory(
      [&] { return picture.stamp ? stages_.memory->find(*picture.stamp) : stages_.memory->find(sha256); });
}

std::optional<PipelineRun::InFlight> PipelineRun::prepare_content(InFlight picture,
                                                                  std::span<const std::byte> bytes) {
  const std::string sha256 = sha256_hex(bytes);
  picture.prepared.sha256 = sha256;
  if (!claim(picture)) return std::nullopt;
  TaggedPicture outcome{.origin = ScoreOrigin::kMemory};
  try {
    if (stages_.memory) picture.known = with_memory([&] { return stages_.memory->find(sha256); });
    if (!picture.known || has_features()) {
      picture.prepared = prepare_picture(bytes, sha256, preprocess_, options_.decode);
      return picture;
    }
    outcome.result = std::move(*picture.known);
  } catch (...) {
    outcome.error = picture_error();
  }
  settle(picture, std::move(outcome));
  return std::nullopt;
}

// Whether the caller must settle() this content. If not, the picture is delivered together with the one that
// claimed it.
bool PipelineRun::claim(const InFlight& picture) {
  if (!stages_.memory) return true;
  const std::lock_guard lock(claims_mutex_);
  const auto [claimed, first] = claims_.try_emplace(picture.prepared.sha256);
  if (!first) claimed->second.push_back(picture);
  return first;
}

void PipelineRun::infer_loop(Engine& engine) {
  while (const auto picture = queue_.pop()) {
    const Stopwatch watch;
    TaggedPicture outcome = infer_and_keep(engine, *picture);
    {
      const std::lock_guard lock(mutex_);
      stats_.infer_seconds += watch.seconds();
    }
    settle(*picture, std::move(outcome));
  }
}

KeptOutputs PipelineRun::outputs() const {
  return {.pooled = stages_.memory ? stages_.memory->options().pooled : KeptPooled::kNo,
          .features = options_.features};
}

TaggedPicture PipelineRun::infer_and_keep(Engine& engine, const InFlight& picture) {
  TaggedPicture outcome;
  try {
    if (stopping()) fail(ErrorKind::kCancelled, "cancelled");
    ++passes_;
    outcome.result = infer(engine, picture.prepared, outputs());
    if (picture.known) {
      outcome.result.scores = picture.known->scores;
      outcome.origin = ScoreOrigin::kMemory;
    } else if (stages_.memory) {
      with_memory([&] { stages_.memory->keep(outcome.result); });
    }
  } catch (...) {
    outcome.error = picture_error();
  }
  return outcome;
}

// Delivers the outcome for the picture and for the copies that waited for it.
void PipelineRun::settle(const InFlight& picture, TaggedPicture outcome) {
  std::vector<InFlight> copies;
  if (stages_.memory) {
    const std::lock_guard lock(claims_mutex_);
    copies = std::move(claims_.extract(picture.prepared.sha256).mapped());
  }
  for (const InFlight& copy : copies) {
    TaggedPicture copied = outcome;
    copied.origin = ScoreOrigin::kMemory;
    note_and_deliver(copy, std::move(copied));
  }
  note_and_deliver(picture, std::move(outcome));
}

void PipelineRun::note_and_deliver(const InFlight& picture, TaggedPicture outcome) {
  try {
    if (picture.stamp && !outcome.error)
      with_memory([&] { stages_.memory->note(*picture.stamp, outcome.result.sha256); });
  } catch (...) {
    outcome.error = picture_error();
  }
  if (outcome.error) outcome.error = with_context(*outcome.error, picture.input.path.string());
  deliver(picture, std::move(outcome));
}

// An exception of the memory ends the run; the current picture is dropped.
template <typename Function>
std::invoke_result_t<Function> PipelineRun::with_memory(const Function& function) {
  try {
    return function();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    stopping_ = true;
    changed_.notify_all();
  }
  fail(ErrorKind::kCancelled, "cancelled");
}

void PipelineRun::deliver(const InFlight& picture, TaggedPicture outcome) {
  outcome.path = picture.input.path;
  if (outcome.error) outcome.result = {};
  const std::lock_guard lock(mutex_);
  results_.emplace(picture.number, std::move(outcome));
  changed_.notify_all();
}

void PipelineRun::write_in_order() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] {
      return (intake_ended_ && written_ == taken_) ||
             (!results_.empty() && results_.begin()->first == written_);
    });
    if (results_.empty()) return;
    const auto node = results_.extract(results_.begin());
    lock.unlock();
    write(node.mapped());
    lock.lock();
    ++written_;
    changed_.notify_all();
  }
}

void PipelineRun::write(const TaggedPicture& picture) {
  const bool dropped = picture.error && picture.error->kind() == ErrorKind::kCancelled;
  const Stopwatch watch;
  if (!dropped) stages_.write(picture);
  const std::lock_guard lock(mutex_);
  stats_.write_seconds += watch.seconds();
  ++(dropped ? stats_.dropped : picture.error ? stats_.failed : stats_.tagged);
}

// Lets every thread finish. After the last picture nothing is left to drop; after an exception there may be.
void PipelineRun::abandon() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    intake_ended_ = true;
    changed_.notify_all();
  }
  queue_.close();
}

}  // namespace

LanePlan plan_lanes(int threads, std::int64_t pictures_at_least) {
  if (pictures_at_least >= threads) return {.lanes = threads, .threads_per_lane = 1};
  return {.lanes = 1, .threads_per_lane = threads};
}

PipelineStats run_pipeline(const PipelineStages& stages, const MakeEngine& make_engine,
                           const PipelineOptions& options, const std::atomic<bool>& cancelled) {
  return PipelineRun(stages, make_engine, options, cancelled).execute();
}

}  // namespace jtp
