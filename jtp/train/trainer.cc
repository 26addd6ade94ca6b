// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/trainer.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/train/batch_source.h"
#include "jtp/train/broadcast_state.h"
#include "jtp/train/checkpoint.h"
#include "jtp/train/comm.h"
#include "jtp/train/gradient_reducer.h"
#include "jtp/train/gradients.h"
#include "jtp/train/held_out_omission.h"
#include "jtp/train/run_folder.h"
#include "jtp/train/run_log.h"
#include "jtp/train/run_setup.h"
#include "jtp/train/start_network.h"
#include "jtp/train/step_guard.h"
#include "jtp/train/step_meter.h"
#include "jtp/train/step_sums.h"
#include "jtp/train/validation.h"

namespace jtp {
namespace {

using Clock = std::chrono::steady_clock;

// How often each tag occurs in the samples of a set; never exactly 0 or 1.
std::vector<float> prevalences(const PictureSet& pictures, int tags) {
  std::vector<float> shares;
  for (const std::int64_t n : pictures.label_counts(tags))
    shares.push_back(
        static_cast<float>((static_cast<double>(n) + 0.5) / (static_cast<double>(pictures.size()) + 1)));
  return shares;
}

class TrainingRun {
 public:
  TrainingRun(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
              const Launch& launch);
  TrainResult operator()();

 private:
  void start();
  void open_stream();
  bool is_over() const;
  void step();
  StepSums pass(LossStage stage);
  void after_step();
  bool omission_is_due() const;
  void reestimate_omission();
  HeldOut held_out() const;
  void validate();
  void checkpoint();
  void note_step();
  void report_progress() const;
  double elapsed() const;
  double epoch() const;

  const TrainConfig& config_;
  const TrainInputs& inputs_;
  const TrainObserver& observer_;
  const Comm comm_;
  const bool writes_;  // true for rank 0
  const RunFolder folder_;
  const PictureSet pictures_;
  const PictureSet held_out_;
  const VitModule module_;
  const std::vector<std::string> trained_;
  TaggingLoss loss_;
  const std::optional<Teacher> teacher_;
  const StepOptions options_;
  const PixelPass pass_;  // for validation and features
  const RunIdentity identity_;
  const std::int64_t last_step_;  // 0: only time ends the run
  ScheduleFreeAdamW optimizer_;
  GradientReducer reducer_;
  RunState state_;
  double elapsed_before_ = 0;
  Clock::time_point started_ = Clock::now();
  bool stopped_ = false;
  bool late_ = false;
  bool improved_ = false;  // at the validation of this step
  std::int64_t saved_step_ = -1;
  std::optional<double> informedness_;
  StepGuard guard_;
  double network_seconds_ = 0;  // of this step
  StepMeter meter_;
  double speed_ = 0;  // of the last complete window
  std::optional<RunLog> log_;
  std::vector<Metric> row_;  // of the log, for this step
  std::optional<BatchSource> source_;
  std::optional<FeatureTable> held_out_features_;
};

TrainingRun::TrainingRun(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
                         const Launch& launch)
    : config_(config),
      inputs_(inputs),
      observer_(observer),
      comm_(launch),
      writes_(launch.place.rank == 0),
      folder_(config.output.folder),
      pictures_(inputs.manifest, config.data.pictures, Split::kTrain),
      held_out_(inputs.manifest, config.data.pictures, Split::kValidation),
      module_(network_sizes(config.model, inputs.vocabulary.size()),
              at::TensorOptions(at::kFloat).device(device_of(config, launch.local_rank))),
      trained_(trained_names(module_, config.model.trained)),
      loss_(inputs.prior, config.loss.options, network_threads(config)),
      teacher_(load_teacher(config, module_)),
      options_(step_options(config, device_of(config, launch.local_rank))),
      pass_(pixel_pass(config, options_.autocast,
                       [&observer](const BrokenPicture& broken) { observer.message(broken.error.what()); })),
      identity_(run_identity(config, inputs.manifest.header().tag_list_sha256, pictures_.size(), teacher_)),
      last_step_(last_step(config.schedule, pictures_.size())),
      optimizer_(with_rates(module_, trained_, config.optimizer.rates), config.optimizer.options),
      reducer_(values_of(module_, trained_), comm_),
      guard_(inputs.manifest, config.schedule.batch, pictures_.size(), config.schedule.spike) {
  if (pictures_.size() == 0)
    fail(ErrorKind::kInvalidInput, "{}: no pictures to train on", config.data.set.string());
}

double TrainingRun::elapsed() const {
  return elapsed_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

double TrainingRun::epoch() const {
  return static_cast<double>(state_.step * config_.schedule.batch) / static_cast<double>(pictures_.size());
}

void TrainingRun::start() {
  const TrainedNetwork network{module_, trained_, optimizer_};
  const auto newest = folder_.newest();
  if (writes_) {
    const std::vector<float> bias = loss_.initial_bias(prevalences(pictures_, inputs_.vocabulary.size()));
    start_network(module_, {config_.model.start, config_.schedule.seed, bias}, inputs_.vocabulary);
    optimizer_.restart();
    if (newest) {
      state_ = read_checkpoint(folder_.checkpoint(*newest), network, identity_);
      observer_.message(fmt::format("continuing after step {} of {}", state_.step, folder_.path().string()));
    }
  }
  broadcast_state(comm_, network, state_);
  if (loss_.has_omission() && !state_.omission.empty()) loss_.set_omission(state_.omission);
  elapsed_before_ = state_.elapsed_seconds;
  if (writes_) log_.emplace(folder_.path(), state_.step);
  if (newest) saved_step_ = state_.step;
}

void TrainingRun::open_stream() {
  const BatchPlan plan =
      BatchPlan::training({config_.schedule.batch, config_.schedule.micro_batch}, comm_.place(), state_.step);
  if (options_.input == InputKind::kPixels) {
    TrainingStream stream{config_.schedule.seed, config_.augmentation,
                          FlipRule(inputs_.vocabulary, config_.data.flip_sensitive)};
    auto loader = std::make_unique<DataLoader>(pictures_, plan, loader_options(config_), std::move(stream));
    source_.emplace(std::move(loader), config_.model.image_size, pass_.on_broken);
    return;
  }
  source_.emplace(compute_features(module_, pictures_, pass_, comm_), pictures_, config_.schedule.seed, plan);
  if (held_out_.size() > 0) held_out_features_ = compute_features(module_, held_out_, pass_, comm_);
}

bool TrainingRun::is_over() const {
  return stopped_ || late_ || (last_step_ > 0 && state_.step >= last_step_);
}

TrainResult TrainingRun::operator()() {
  start();
  open_stream();
  meter_.restart(source_->waited_seconds());
  while (!is_over()) {
    step();
    after_step();
  }
  if (saved_step_ != state_.step) checkpoint();
  if (log_) log_->write_report(inputs_.config_text);
  return {state_.step, stopped_, state_.best, state_.best_step};
}

// Takes one optimiser step on the next batch of the stream.
void TrainingRun::step() {
  const LossStage stage = epoch() < config_.loss.first_stage ? LossStage::kTagsOnly : LossStage::kFused;
  const std::vector<at::Tensor> parameters = values_of(module_, trained_);
  if (omission_is_due()) reestimate_omission();
  guard_.begin();
  StepSums sums = pass(stage);
  sums.exchange(comm_);
  const double loss = sums.loss / static_cast<double>(config_.schedule.batch);
  const double norm = clip_gradients(parameters, config_.optimizer.clip_norm);
  guard_.check(state_.step, loss, norm, state_.watch);
  optimizer_.step();
  clear_gradients(parameters);  // validation and checkpoints need the memory
  state_.watch.add(loss);
  ++state_.step;
  stopped_ = sums.stop > 0;
  late_ = sums.late > 0;
  meter_.add({sums.loss, config_.schedule.batch, norm, network_seconds_});
}

// Forward and backward pass for this process's part of the step; then adds up the gradients of all processes.
StepSums TrainingRun::pass(LossStage stage) {
  const Objective objective{loss_, stage, teacher_ ? &*teacher_ : nullptr, config_.distillation.share};
  StepSums sums;
  network_seconds_ = 0;
  do {
    const TrainingBatch& batch = source_->next();
    if (source_->ends_step()) reducer_.expect_last_pass();
    const PassResult result = accumulate_gradients(module_, objective, batch, options_);
    network_seconds_ += result.network_seconds;
    sums.loss += guard_.add(batch.samples, result.losses);
  } while (!source_->ends_step());
  reducer_.finish();
  sums.stop = observer_.stop ? 1 : 0;
  sums.late = writes_ && config_.schedule.max_minutes > 0 && elapsed() >= config_.schedule.max_minutes * 60;
  return sums;
}

void TrainingRun::after_step() {
  const auto is_due = [this](std::int64_t every) { return every > 0 && state_.step % every == 0; };
  row_.clear();
  if (is_due(config_.output.log_every_steps)) note_step();
  const bool validates =
      held_out_.size() > 0 && !stopped_ && (is_due(config_.validation.every_steps) || is_over());
  if (validates) validate();
  if (log_ && !row_.empty()) log_->add(state_.step, row_);
  if (log_ && validates) log_->write_report(inputs_.config_text);
  if (writes_) report_progress();
  if (is_due(config_.output.checkpoint_every_steps) || improved_) checkpoint();
}

void TrainingRun::note_step() {
  const double waited = source_->waited_seconds();
  speed_ = meter_.pictures_per_second();
  row_ = {{metric::kTrainLoss, *meter_.loss()},
          {metric::kGradientNorm, meter_.gradient_norm()},
          {metric::kRate, optimizer_.learning_rate()},
          {metric::kSpeed, speed_},
          {metric::kWaiting, meter_.share_waiting(waited)},
          {metric::kEpoch, epoch()},
          {metric::kMinutes, elapsed() / 60}};
  // A GPU is still working when the call returns.
  if (config_.compute.device == DeviceKind::kCpu)
    row_.push_back({metric::kOutside, meter_.share_outside_the_network()});
  meter_.restart(waited);
}

void TrainingRun::report_progress() const {
  TrainProgress p;
  p.step = state_.step;
  p.last_step = last_step_;
  p.epoch = epoch();
  p.loss = meter_.loss().value_or(state_.watch.mean);
  p.informedness = informedness_;
  p.pictures_per_second = speed_ > 0 ? speed_ : meter_.pictures_per_second();
  double left = INFINITY;
  if (last_step_ > 0) {
    left = static_cast<double>((last_step_ - state_.step) * config_.schedule.batch) /
           std::max(p.pictures_per_second, 1e-9);
  }
  if (config_.schedule.max_minutes > 0)
    left = std::min(left, std::max(config_.schedule.max_minutes * 60 - elapsed(), 0.0));
  p.seconds_left = left;
  observer_.progress(p);
}

HeldOut TrainingRun::held_out() const {
  return {held_out_, pass_, held_out_features_ ? &*held_out_features_ : nullptr};
}

bool TrainingRun::omission_is_due() const {
  const double when = config_.loss.omission_epoch;
  return when > 0 && epoch() >= when && state_.omission.empty() && loss_.has_omission() &&
         held_out_.size() > 0;
}

// Runs once, at the end of the configured epoch: x estimates from the held-out pictures what uploaders omit,
// and the loss uses these rates from then on (docs/prior.md, "Layer B").
void TrainingRun::reestimate_omission() {
  const auto begin = Clock::now();
  optimizer_.show_average();
  const std::vector<OmissionCount> counts = held_out_omission(module_, loss_, held_out(), comm_);
  optimizer_.show_iterate();
  state_.omission = omission_rates(inputs_.prior->omission, counts);
  loss_.set_omission(state_.omission);
  if (writes_)
    write_file_atomically(folder_.path() / "omission.csv", omission_table(inputs_.vocabulary, counts));
  meter_.leave_out(Clock::now() - begin);
}

// Measures x on the held-out pictures.
void TrainingRun::validate() {
  const auto begin = Clock::now();
  optimizer_.show_average();
  const ValidationResult result =
      jtp::validate(module_, loss_, held_out(), config_.validation.threshold, comm_);
  optimizer_.show_iterate();
  const Informedness& j = result.informedness;
  informedness_ = j.at_cut;
  improved_ = j.at_cut > state_.best;
  if (improved_) {
    state_.best = j.at_cut;
    state_.best_step = state_.step;
  }
  row_.insert(row_.end(), {{metric::kValidationLoss, result.loss},
                           {metric::kInformedness, j.at_cut},
                           {metric::kBestInformedness, j.best},
                           {metric::kBestThreshold, j.threshold},
                           {metric::kMicroInformedness, j.micro}});
  meter_.leave_out(Clock::now() - begin);  // so that the speed is that of training
}

void TrainingRun::checkpoint() {
  saved_step_ = state_.step;
  const RunFolder::Rank rank =
      std::exchange(improved_, false) ? RunFolder::Rank::kBest : RunFolder::Rank::kOrdinary;
  if (!writes_) return;
  state_.elapsed_seconds = elapsed();
  write_checkpoint(folder_.begin_checkpoint(), {module_, trained_, optimizer_}, state_, identity_,
                   {inputs_.tags_json, inputs_.tags_csv, type_of(config_.output.weights)});
  folder_.commit_checkpoint(state_.step, rank, config_.output.keep);
}

}  // namespace

TrainResult train(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
                  const Launch& launch) {
  if (!has_device(config.compute.device))
    fail(ErrorKind::kDevice, "compute.device is \"cuda\", but this LibTorch has no CUDA or finds no GPU");
  at::set_num_threads(network_threads(config));
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/true);
  try {
    return TrainingRun(config, inputs, observer, launch)();
  } catch (const c10::Error& error) {
    fail(ErrorKind::kInternal, "LibTorch: {}", error.what_without_backtrace());
  }
}

}  // namespace jtp
