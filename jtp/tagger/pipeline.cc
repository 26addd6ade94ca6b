// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/pipeline.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include "jtp/image/preprocess.h"
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

// The exception in flight as an Error: whatever goes wrong with one picture costs that picture only.
Error current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return {ErrorKind::kUnsupported, "not enough memory for this picture"};
  } catch (const std::exception& error) {
    return {ErrorKind::kInternal, error.what()};
  }
}

// One call of run_pipeline(). Pictures are numbered in the order of next():
//
//   decoders: take() -> prepare ->[queue_]-> lanes: infer -> deliver() ->[results_]-> write_in_order(), the
//   caller
//
// The window holds next() back, so that results_ stays small. Nothing else waits for a later stage while it
// holds a picture of its own, so the oldest picture can always move on.
class Run {
 public:
  Run(const PipelineStages& stages, const PipelineOptions& options, const std::atomic<bool>& cancelled);
  PipelineStats execute();

 private:
  struct Taken {
    std::int64_t number;
    PictureInput input;
  };
  struct Waiting {
    std::int64_t number;
    std::filesystem::path path;
    PreparedPicture picture;
  };

  bool stopping() const { return stopping_ || cancelled_; }
  void decode_loop();
  void infer_loop(Engine& engine);
  void write_in_order();
  std::optional<Taken> take();
  void decode(Taken taken);
  void deliver(std::int64_t number, TaggedPicture picture);
  void write(const TaggedPicture& picture);
  void end_intake();
  void abandon();

  const PipelineStages& stages_;
  const PipelineOptions& options_;
  const std::atomic<bool>& cancelled_;
  std::vector<std::unique_ptr<Engine>> engines_;
  const Preprocessor preprocess_;

  std::atomic<bool> stopping_{false};  // a stage of the caller threw
  std::mutex intake_;                  // one next() at a time
  BoundedQueue<Waiting> queue_;
  std::atomic<int> decoders_left_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::map<std::int64_t, TaggedPicture> results_;
  std::int64_t taken_ = 0;
  std::int64_t written_ = 0;
  bool intake_ended_ = false;
  std::exception_ptr failure_;
  PipelineStats stats_;
};

std::vector<std::unique_ptr<Engine>> make_engines(const PipelineStages& stages, const LanePlan& plan) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < plan.lanes; ++i) engines.push_back(stages.make_engine(plan.threads_per_lane));
  return engines;
}

Run::Run(const PipelineStages& stages, const PipelineOptions& options, const std::atomic<bool>& cancelled)
    : stages_(stages),
      options_(options),
      cancelled_(cancelled),
      engines_(make_engines(stages, options.plan)),
      preprocess_(engines_.front()->config().image_size),
      queue_(2 * engines_.size()),
      decoders_left_(options.decoders) {}

PipelineStats Run::execute() {
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
  return stats_;
}

void Run::decode_loop() {
  while (auto taken = take()) decode(std::move(*taken));
  if (--decoders_left_ == 0) queue_.close();
}

std::optional<Run::Taken> Run::take() {
  const std::lock_guard intake(intake_);
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping() || intake_ended_ || taken_ - written_ < kReorderWindow; });
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
  return Taken{taken_++, std::move(*input)};
}

void Run::end_intake() {
  const std::lock_guard lock(mutex_);
  intake_ended_ = true;
  changed_.notify_all();
}

void Run::decode(Taken taken) {
  const Stopwatch watch;
  PictureInput& input = taken.input;
  Waiting waiting{taken.number, input.path, {}};
  std::optional<Error> error = std::move(input.error);
  try {
    if (!error && !input.bytes) input.bytes = read_picture_file(input.path);
  } catch (...) {
    error = current_error();
  }
  try {
    if (!error) waiting.picture = prepare_picture(*input.bytes, preprocess_, options_.decode);
  } catch (...) {
    error = with_context(current_error(), input.path.string());
  }
  input.bytes.reset();  // the file's content need not wait for a lane
  {
    const std::lock_guard lock(mutex_);
    stats_.decode_seconds += watch.seconds();
  }
  if (error) return deliver(taken.number, {std::move(input.path), {}, std::move(error)});
  queue_.push(std::move(waiting));
}

void Run::infer_loop(Engine& engine) {
  while (auto waiting = queue_.pop()) {
    const Stopwatch watch;
    TaggedPicture tagged{std::move(waiting->path), {}, {}};
    try {
      if (stopping()) fail(ErrorKind::kCancelled, "cancelled");
      tagged.result = infer(engine, std::move(waiting->picture));
    } catch (...) {
      tagged.error = with_context(current_error(), tagged.path.string());
    }
    {
      const std::lock_guard lock(mutex_);
      stats_.infer_seconds += watch.seconds();
    }
    deliver(waiting->number, std::move(tagged));
  }
}

void Run::deliver(std::int64_t number, TaggedPicture picture) {
  const std::lock_guard lock(mutex_);
  results_.emplace(number, std::move(picture));
  changed_.notify_all();
}

void Run::write_in_order() {
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

void Run::write(const TaggedPicture& picture) {
  const bool dropped = picture.error && picture.error->kind() == ErrorKind::kCancelled;
  const Stopwatch watch;
  if (!dropped) stages_.write(picture);
  const std::lock_guard lock(mutex_);
  stats_.write_seconds += watch.seconds();
  ++(dropped ? stats_.dropped : picture.error ? stats_.failed : stats_.tagged);
}

// Lets every thread run out: after the last picture there is nothing to let go, after an exception there may
// be.
void Run::abandon() {
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

PipelineStats run_pipeline(const PipelineStages& stages, const PipelineOptions& options,
                           const std::atomic<bool>& cancelled) {
  return Run(stages, options, cancelled).execute();
}

}  // namespace jtp
