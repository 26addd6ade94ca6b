// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/tag_service.h"

#include <span>
#include <utility>

namespace jtp {
namespace {

constexpr int kFetchers = 4;
// With fewer multiply-adds than this, one thread per picture is faster: between two barriers there are only
// some ten microseconds of work (docs/decisions/0401 measured 48 pictures/s against 900 for `mini`).
constexpr std::int64_t kWideFrom = 5'000'000'000;

std::int64_t microseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin)
      .count();
}

PreparedPicture prepare_content(const PictureContent& content, const LoadedModel& model,
                                const DecodeOptions& decode) {
  if (const auto* bytes = std::get_if<PictureBytes>(&content)) {
    return prepare_picture(std::as_bytes(std::span(bytes->bytes)), model.preprocess(), decode);
  }
  if (const auto* error = std::get_if<Error>(&content)) throw Error(*error);
  const auto& pixels = std::get<PicturePixels>(content);
  const auto side = static_cast<std::size_t>(model.preprocess().side());
  if (pixels.values.size() != 3 * side * side) {
    fail(ErrorKind::kInvalidInput, "the picture has {} numbers; the model takes 3 x {} x {}",
         pixels.values.size(), side, side);
  }
  const int pixel_side = model.preprocess().side();
  return {{.width = pixel_side, .height = pixel_side}, pixels.values};
}

}  // namespace

TagService::TagService(const TagServiceOptions& options, ModelHolder& model,
                       std::function<std::string(const std::string& url)> fetch)
    : options_(options),
      model_(model),
      fetch_(std::move(fetch)),
      kept_(options.keep_for, options.keep_bytes),
      prepared_(static_cast<std::size_t>(2 * options.threads)),
      fetchers_(kFetchers) {
  for (int i = 0; i < options.threads; ++i) decoders_.emplace_back([this] { run_decoder(); });
  for (int i = 0; i < options.threads; ++i) lanes_.emplace_back([this, i] { run_lane(i); });
}

TagService::~TagService() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : decoders_) thread.join();
  prepared_.close();
  for (std::thread& thread : lanes_) thread.join();
  const Error stopped(ErrorKind::kCancelled, "the server is shutting down");
  for (PictureJob& job : jobs_) give_up(job, {.model = nullptr, .result = {}, .kept = {}, .error = stopped});
}

Admission TagService::submit(std::vector<PictureJob> jobs) {
  const auto count = static_cast<std::int64_t>(jobs.size());
  std::int64_t waiting = waiting_;
  do {
    if (waiting > 0 && waiting + count > options_.max_waiting) return Admission::kQueueFull;
  } while (!waiting_.compare_exchange_weak(waiting, waiting + count));
  for (PictureJob& job : jobs) {
    if (!std::holds_alternative<PictureUrl>(job.content)) {
      enqueue(std::move(job));
    } else {
      fetch(std::move(job));
    }
  }
  return Admission::kAccepted;
}

void TagService::enqueue(PictureJob job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void TagService::fetch(PictureJob job) {
  fetchers_.post([this, job = std::move(job)]() mutable {
    try {
      if (job.abandoned()) fail(ErrorKind::kCancelled, "the client has disconnected");
      const auto bytes = std::make_shared<const std::string>(fetch_(std::get<PictureUrl>(job.content).url));
      job.content = PictureBytes{bytes, *bytes};
    } catch (...) {
      job.content = current_error(ErrorKind::kUnsupported);
    }
    enqueue(std::move(job));
  });
}

std::optional<PictureJob> TagService::next_job() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
  if (stopping_) return std::nullopt;
  PictureJob job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

void TagService::run_decoder() {
  while (auto job = next_job()) prepare(std::move(*job));
}

void TagService::prepare(PictureJob job) {
  std::shared_ptr<const ModelFacts> model;
  try {
    if (job.abandoned()) fail(ErrorKind::kCancelled, "the client has disconnected");
    Prepared prepared{.job = {}, .model = model_.acquire(), .picture = {}};
    model = prepared.model->facts();
    const auto begin = std::chrono::steady_clock::now();
    prepared.picture = prepare_content(job.content, *prepared.model, options_.decode);
    decode_microseconds_ += microseconds_since(begin);
    job.content = PictureBytes{};  // its bytes are no longer needed
    prepared.job = std::move(job);
    prepared_.push(std::move(prepared));
  } catch (...) {
    PictureOutcome outcome;
    outcome.model = std::move(model);
    outcome.error = current_error(ErrorKind::kUnsupported);
    give_up(job, std::move(outcome));
  }
}

// A picture that never reaches a lane.
void TagService::give_up(const PictureJob& job, PictureOutcome outcome) {
  --waiting_;
  finish(job, std::move(outcome));
}

void TagService::run_lane(int lane) {
  while (auto prepared = prepared_.pop()) {
    --waiting_;
    ++running_;
    PictureOutcome outcome;
    try {
      outcome = infer_one(*prepared, lane);
    } catch (...) {
      outcome.error = current_error(ErrorKind::kUnsupported);
    }
    outcome.model = prepared->model->facts();
    prepared->model.reset();
    --running_;
    finish(prepared->job, std::move(outcome));
  }
}

PictureOutcome TagService::infer_one(Prepared& prepared, int lane) {
  if (prepared.job.abandoned()) fail(ErrorKind::kCancelled, "the client has disconnected");
  LoadedModel& model = *prepared.model;
  const bool alone = waiting_ == 0 && model.facts()->config.multiply_adds() >= kWideFrom;
  if (std::unique_lock all(mode_, std::defer_lock); alone && all.try_lock()) {
    return infer_with(model.wide_engine(), prepared);
  }
  const std::shared_lock one(mode_);
  return infer_with(model.narrow_engine(lane), prepared);
}

PictureOutcome TagService::infer_with(Engine& engine, const Prepared& prepared) {
  const auto begin = std::chrono::steady_clock::now();
  const bool keeps = prepared.job.keep == Keep::kFeatures;
  const KeptOutputs outputs = keeps ? KeptOutputs{KeptPooled::kYes, KeptFeatures::kYes} : KeptOutputs{};
  PictureOutcome outcome;
  outcome.result = infer(engine, prepared.picture, outputs);
  if (keeps) outcome = keep({prepared.model->facts(), std::move(outcome.result)});
  infer_microseconds_ += microseconds_since(begin);
  return outcome;
}

// The features stay on the server; the client gets a name for the picture.
PictureOutcome TagService::keep(KeptPicture picture) {
  PictureOutcome outcome;
  outcome.result = {picture.result, picture.result.scores};
  const TagResult& result = picture.result;
  const std::size_t floats = result.scores.size() + result.pooled.size() + result.features.size();
  outcome.kept = kept_.put(std::make_shared<KeptPicture>(std::move(picture)), floats * sizeof(float));
  return outcome;
}

void TagService::finish(const PictureJob& job, PictureOutcome outcome) {
  if (!outcome.error) {
    ++tagged_;
  } else if (outcome.error->kind() == ErrorKind::kCancelled) {
    ++dropped_;
  } else {
    ++failed_;
  }
  if (job.done) job.done(std::move(outcome));
}

TagService::Counts TagService::counts() const {
  return {.waiting = waiting_,
          .running = running_,
          .tagged = tagged_,
          .failed = failed_,
          .dropped = dropped_,
          .decode_seconds = static_cast<double>(decode_microseconds_) * 1e-6,
          .infer_seconds = static_cast<double>(infer_microseconds_) * 1e-6};
}

}  // namespace jtp
