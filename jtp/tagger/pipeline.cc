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
//
// With a memory, the first picture of a content claims it and goes on; copies that come meanwhile wait beside
// the claim, in no stage, and are delivered with it. A claim ends when its result is kept, so that a later
// copy finds it.
class PipelineRun {
 public:
  PipelineRun(const PipelineStages& stages, const MakeEngine& make_engine, const PipelineOptions& options,
              const std::atomic<bool>& cancelled);
  PipelineStats execute();

 private:
  struct Taken {
    std::int64_t number;
    PictureInput input;
  };
  struct Ticket {  // what a result is delivered to
    std::int64_t number;
    std::filesystem::path path;
    std::optional<FileStamp> stamp;  // with a memory
  };
  struct Outcome {  // for every picture of one content
    TagResult result;
    std::optional<Error> error;  // without the path
    ScoreOrigin origin = ScoreOrigin::kNetwork;
  };
  struct Waiting {
    Ticket ticket;
    std::string sha256;
    PreparedPicture picture;
  };

  bool stopping() const { return stopping_ || cancelled_; }
  void decode_loop();
  void infer_loop(Engine& engine);
  void write_in_order();
  std::optional<Taken> take();
  void decode(Taken taken);
  std::optional<Waiting> prepare(Ticket ticket, PictureInput input);
  std::optional<Waiting> prepare_content(Ticket ticket, std::span<const std::byte> bytes);
  Outcome infer_and_keep(Engine& engine, PreparedPicture picture);
  bool claim(const std::string& sha256, const Ticket& ticket);
  void settle(const Ticket& ticket, const std::string& sha256, const Outcome& outcome);
  void deliver(const Ticket& ticket, Outcome outcome);
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

  std::atomic<bool> stopping_{false};  // a stage of the caller threw
  std::mutex intake_;                  // one next() at a time
  std::mutex claims_mutex_;
  std::map<std::string, std::vector<Ticket>> claims_;  // by content: the copies that wait
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
  return stats_;
}

void PipelineRun::decode_loop() {
  while (auto taken = take()) decode(std::move(*taken));
  if (--decoders_left_ == 0) queue_.close();
}

std::optional<PipelineRun::Taken> PipelineRun::take() {
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

void PipelineRun::end_intake() {
  const std::lock_guard lock(mutex_);
  intake_ended_ = true;
  changed_.notify_all();
}

void PipelineRun::decode(Taken taken) {
  const Stopwatch watch;
  Ticket ticket{.number = taken.number, .path = taken.input.path, .stamp = {}};
  auto waiting = prepare(std::move(ticket), std::move(taken.input));
  {
    const std::lock_guard lock(mutex_);
    stats_.decode_seconds += watch.seconds();
  }
  if (waiting) queue_.push(std::move(*waiting));
}

// What the network has to see; everything else is delivered.
std::optional<PipelineRun::Waiting> PipelineRun::prepare(Ticket ticket, PictureInput input) {
  std::optional<Error> error = std::move(input.error);
  std::optional<TagResult> known;
  try {
    const bool is_file = !error && !input.bytes && !input.fetch;
    if (stages_.memory && is_file) ticket.stamp = stamp_file(ticket.path);
    if (ticket.stamp) known = with_memory([&] { return stages_.memory->find(*ticket.stamp); });
    if (stages_.memory && !error && !input.sha256.empty())
      known = with_memory([&] { return stages_.memory->find(input.sha256); });
    if (!error && !known && !input.bytes)
      input.bytes = input.fetch ? input.fetch() : read_picture_file(ticket.path);
  } catch (...) {
    error = current_error();
  }
  if (error || known) {
    deliver(ticket, {std::move(known).value_or(TagResult{}), std::move(error), ScoreOrigin::kMemory});
    return std::nullopt;
  }
  return prepare_content(std::move(ticket), *input.bytes);
}

std::optional<PipelineRun::Waiting> PipelineRun::prepare_content(Ticket ticket,
                                                                 std::span<const std::byte> bytes) {
  const std::string sha256 = sha256_hex(bytes);
  if (!claim(sha256, ticket)) return std::nullopt;
  Outcome outcome;
  try {
    auto known = stages_.memory ? with_memory([&] { return stages_.memory->find(sha256); }) : std::nullopt;
    if (!known) {
      PreparedPicture picture = prepare_picture(bytes, sha256, preprocess_, options_.decode);
      return Waiting{.ticket = std::move(ticket), .sha256 = sha256, .picture = std::move(picture)};
    }
    outcome = Outcome{.result = std::move(*known), .error = {}, .origin = ScoreOrigin::kMemory};
  } catch (...) {
    outcome.error = current_error();
  }
  settle(ticket, sha256, outcome);
  return std::nullopt;
}

// Whether the caller has to settle() this content; if not, whoever claimed it delivers to `ticket` too.
bool PipelineRun::claim(const std::string& sha256, const Ticket& ticket) {
  if (!stages_.memory) return true;
  const std::lock_guard lock(claims_mutex_);
  const auto [claimed, first] = claims_.try_emplace(sha256);
  if (!first) claimed->second.push_back(ticket);
  return first;
}

void PipelineRun::infer_loop(Engine& engine) {
  while (auto waiting = queue_.pop()) {
    const Stopwatch watch;
    const Outcome outcome = infer_and_keep(engine, std::move(waiting->picture));
    {
      const std::lock_guard lock(mutex_);
      stats_.infer_seconds += watch.seconds();
    }
    settle(waiting->ticket, waiting->sha256, outcome);
  }
}

PipelineRun::Outcome PipelineRun::infer_and_keep(Engine& engine, PreparedPicture picture) {
  Outcome outcome;
  try {
    if (stopping()) fail(ErrorKind::kCancelled, "cancelled");
    if (!stages_.memory) {
      outcome.result = infer(engine, std::move(picture));
    } else {
      outcome.result = infer(engine, std::move(picture), stages_.memory->options().pooled);
      with_memory([&] { stages_.memory->keep(outcome.result); });
    }
  } catch (...) {
    outcome.error = current_error();
  }
  return outcome;
}

void PipelineRun::settle(const Ticket& ticket, const std::string& sha256, const Outcome& outcome) {
  std::vector<Ticket> copies;
  if (stages_.memory) {
    const std::lock_guard lock(claims_mutex_);
    copies = std::move(claims_.extract(sha256).mapped());
  }
  const auto deliver_to = [&](const Ticket& picture, ScoreOrigin origin) {
    Outcome own{.result = outcome.result, .error = outcome.error, .origin = origin};
    try {
      if (picture.stamp && !own.error) with_memory([&] { stages_.memory->note(*picture.stamp, sha256); });
    } catch (...) {
      own.error = current_error();
    }
    if (own.error) own.error = with_context(*own.error, picture.path.string());
    deliver(picture, std::move(own));
  };
  deliver_to(ticket, outcome.origin);
  for (const Ticket& copy : copies) deliver_to(copy, ScoreOrigin::kMemory);
}

// What the memory throws ends the run; the picture at hand is dropped.
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

void PipelineRun::deliver(const Ticket& ticket, Outcome outcome) {
  const std::lock_guard lock(mutex_);
  if (outcome.error) outcome.result = {};
  results_.emplace(ticket.number, TaggedPicture{.path = ticket.path,
                                                .result = std::move(outcome.result),
                                                .error = std::move(outcome.error),
                                                .origin = outcome.origin});
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

// Lets every thread run out: after the last picture there is nothing to let go, after an exception there may
// be.
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
