// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/data_loader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "jtp/loader/sample_maker.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxBatchFloats = std::size_t{1} << 32;  // 16 GiB; more must be a mistake

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

// The threads and the batches in progress. Batches are opened in the order of the plan, at most batches_ahead
// at a time. A thread takes the next slot of the first batch that has any left, so the batch that next()
// waits for is finished first.
class DataLoader::Crew {
 public:
  Crew(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options,
       std::optional<TrainingStream> stream);
  ~Crew();

  std::optional<Batch> next();
  LoaderStats stats() const;

 private:
  struct UnderWay {
    PlannedBatch plan;
    std::vector<float> pixels;
    std::vector<MadeSample> slots;
    std::int64_t taken = 0;     // slots given to a thread so far
    std::int64_t finished = 0;  // slots that are finished
    std::exception_ptr failure = {};

    std::int64_t size() const { return plan.positions.size(); }
  };
  struct Slot {
    UnderWay* batch;
    std::int64_t number;
  };

  void run();
  std::optional<Slot> take();
  void open_batch();
  void stop();
  void fill(const Slot& slot);
  Batch hand_over(UnderWay done);
  void move_picture(std::vector<float>& pixels, std::size_t from, std::size_t to) const;

  const PictureSet& pictures_;
  const BatchPlan plan_;
  const std::size_t batches_ahead_;
  const std::size_t picture_floats_;  // 3 * S * S
  const SampleMaker maker_;
  std::set<std::int64_t> named_;  // broken samples that were already reported

  mutable std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  std::deque<UnderWay> batches_;  // a deque, because threads hold references to its elements
  std::int64_t opened_ = 0;       // batches of the plan opened so far
  bool plan_ended_ = false;
  std::exception_ptr failure_;  // the exception that ended the plan
  bool stopping_ = false;
  LoaderStats stats_;

  std::vector<std::jthread> threads_;
};

DataLoader::Crew::Crew(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options,
                       std::optional<TrainingStream> stream)
    : pictures_(pictures),
      plan_(plan),
      batches_ahead_(static_cast<std::size_t>(std::max(options.batches_ahead, 1))),
      picture_floats_(std::size_t{3} * static_cast<std::size_t>(options.side) *
                      static_cast<std::size_t>(options.side)),
      maker_(pictures, options, std::move(stream)) {
  if (static_cast<std::size_t>(plan.largest_batch()) > kMaxBatchFloats / picture_floats_) {
    fail(ErrorKind::kUsage, "a batch of {} pictures of {} x {} pixels is too large", plan.largest_batch(),
         options.side, options.side);
  }
  try {
    for (int i = 0; i < std::max(options.threads, 1); ++i) threads_.emplace_back([this] { run(); });
  } catch (...) {
    stop();
    throw;
  }
}

DataLoader::Crew::~Crew() { stop(); }

void DataLoader::Crew::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

void DataLoader::Crew::run() {
  while (const auto slot = take()) fill(*slot);
}

std::optional<DataLoader::Crew::Slot> DataLoader::Crew::take() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto open = std::find_if(batches_.begin(), batches_.end(),
                                   [](const UnderWay& batch) { return batch.taken < batch.size(); });
    if (open != batches_.end()) return Slot{&*open, open->taken++};
    if (plan_ended_) return std::nullopt;
    if (batches_.size() >= batches_ahead_) {
      changed_.wait(lock);
    } else {
      open_batch();
    }
  }
  return std::nullopt;
}

// Requires the lock.
void DataLoader::Crew::open_batch() {
  try {
    const auto planned = plan_.at(opened_);
    plan_ended_ = !planned;
    if (planned) {
      const auto size = static_cast<std::size_t>(planned->positions.size());
      batches_.push_back({.plan = *planned,
                          .pixels = std::vector<float>(size * picture_floats_),
                          .slots = std::vector<MadeSample>(size)});
      ++opened_;
    }
  } catch (...) {  // out of memory
    failure_ = std::current_exception();
    plan_ended_ = true;
  }
  changed_.notify_all();
}

void DataLoader::Crew::fill(const Slot& slot) {
  const Clock::time_point start = Clock::now();
  const auto number = static_cast<std::size_t>(slot.number);
  MadeSample made;
  std::exception_ptr failure;
  try {
    made = maker_.make(slot.batch->plan.positions.begin + slot.number,
                       std::span(slot.batch->pixels).subspan(number * picture_floats_, picture_floats_));
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  stats_.worked_seconds += seconds_since(start);
  slot.batch->slots[number] = std::move(made);
  if (failure) slot.batch->failure = failure;
  if (++slot.batch->finished == slot.batch->size()) changed_.notify_all();
}

std::optional<Batch> DataLoader::Crew::next() {
  const Clock::time_point start = Clock::now();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return batches_.empty() ? plan_ended_ : batches_.front().finished == batches_.front().size();
  });
  stats_.waited_seconds += seconds_since(start);
  if (batches_.empty() && failure_) std::rethrow_exception(failure_);
  if (batches_.empty()) return std::nullopt;
  if (batches_.front().failure) std::rethrow_exception(batches_.front().failure);
  UnderWay done = std::move(batches_.front());
  batches_.pop_front();
  changed_.notify_all();
  lock.unlock();
  return hand_over(std::move(done));
}

Batch DataLoader::Crew::hand_over(UnderWay done) {
  Batch batch{.plan = done.plan};
  std::int64_t broken = 0;
  for (std::size_t slot = 0; slot < done.slots.size(); ++slot) {
    MadeSample& made = done.slots[slot];
    if (!made.broken.empty()) ++broken;
    for (BrokenPicture& picture : made.broken) {
      if (named_.insert(picture.sample).second) batch.broken.push_back(std::move(picture));
    }
    if (!made.sample) continue;
    move_picture(done.pixels, slot, batch.samples.size());
    const std::int64_t index = pictures_.sample(*made.sample);
    batch.samples.push_back(index);
    batch.labels.push_back(pictures_.manifest().labels(index));
    batch.known_negatives.push_back(pictures_.manifest().known_negative(index));
    batch.ratings.push_back(pictures_.manifest().sample(index).rating);
  }
  done.pixels.resize(batch.samples.size() * picture_floats_);
  batch.pixels = std::move(done.pixels);
  const std::lock_guard lock(mutex_);
  ++stats_.batches;
  stats_.pictures += batch.size();
  stats_.broken += broken;
  return batch;
}

// Closes the gap left by an unusable picture.
void DataLoader::Crew::move_picture(std::vector<float>& pixels, std::size_t from, std::size_t to) const {
  if (from == to) return;
  const auto at = [&](std::size_t slot) {
    return pixels.begin() + static_cast<std::ptrdiff_t>(slot * picture_floats_);
  };
  std::copy_n(at(from), picture_floats_, at(to));
}

LoaderStats DataLoader::Crew::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

DataLoader::DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options,
                       TrainingStream stream)
    : crew_(std::make_unique<Crew>(pictures, plan, options, std::move(stream))) {}

DataLoader::DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options)
    : crew_(std::make_unique<Crew>(pictures, plan, options, std::nullopt)) {}

DataLoader::~DataLoader() = default;

std::optional<Batch> DataLoader::next() { return crew_->next(); }

LoaderStats DataLoader::stats() const { return crew_->stats(); }

}  // namespace jtp
