// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/tag_run.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::chrono::seconds kRetryAfter{2};

// The pictures of one request while they are being tagged.
class RunningRequest {
 public:
  RunningRequest(TaggingRun run, std::shared_ptr<Exchange> exchange)
      : run_(std::move(run)),
        exchange_(std::move(exchange)),
        outcomes_(run_.pictures.size()),
        left_(outcomes_.size()) {}

  static void start(const std::shared_ptr<RunningRequest>& run, TagService& service);

 private:
  static std::vector<PictureJob> jobs(const std::shared_ptr<RunningRequest>& run);
  void done(std::size_t index, PictureOutcome outcome);
  void finish();

  TaggingRun run_;
  std::shared_ptr<Exchange> exchange_;
  std::mutex mutex_;
  std::vector<PictureOutcome> outcomes_;
  std::size_t left_;
};

std::vector<PictureJob> RunningRequest::jobs(const std::shared_ptr<RunningRequest>& run) {
  std::vector<PictureJob> jobs;
  for (std::size_t i = 0; i < run->run_.pictures.size(); ++i) {
    jobs.push_back({.content = std::move(run->run_.pictures[i].content),
                    .keep = run->run_.keep,
                    .abandoned = [run] { return run->exchange_->gone(); },
                    .done = [run, i](PictureOutcome outcome) { run->done(i, std::move(outcome)); }});
  }
  return jobs;
}

void RunningRequest::start(const std::shared_ptr<RunningRequest>& run, TagService& service) {
  const std::lock_guard none_is_done_before_all_are_accepted(run->mutex_);
  if (service.submit(jobs(run)) == Admission::kQueueFull) {
    run->exchange_->refuse(queue_full(kRetryAfter));
  } else if (run->run_.accepted) {
    run->run_.accepted();
  }
}

void RunningRequest::done(std::size_t index, PictureOutcome outcome) {
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    answer_errors(*exchange_, [&] {
      if (run_.each && outcome.model) run_.each(index, outcome);
    });
    outcomes_[index] = std::move(outcome);
    last = --left_ == 0;
  }
  if (last) answer_errors(*exchange_, [this] { finish(); });
}

void RunningRequest::finish() {
  const auto stray = std::find_if(outcomes_.begin(), outcomes_.end(),
                                  [](const PictureOutcome& outcome) { return outcome.model == nullptr; });
  if (stray != outcomes_.end()) {
    exchange_->refuse(refusal_of(stray->error.value_or(Error(ErrorKind::kInternal, "no model"))));
    exchange_->close_stream();
    return;
  }
  exchange_->respond(run_.all(std::move(outcomes_)));
  exchange_->close_stream();
}

}  // namespace

void start_tagging(TaggingRun run, TagService& service, const std::shared_ptr<Exchange>& exchange) {
  RunningRequest::start(std::make_shared<RunningRequest>(std::move(run), exchange), service);
}

void answer_errors(Exchange& exchange, const std::function<void()>& action) {
  try {
    action();
  } catch (...) {
    exchange.refuse(refusal_of(current_error()));
  }
}

}  // namespace jtp
