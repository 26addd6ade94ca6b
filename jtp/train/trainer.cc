// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/trainer.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/train/batch_source.h"
#include "jtp/train/checkpoint.h"
#include "jtp/train/comm.h"
#include "jtp/train/gradient_reducer.h"
#include "jtp/train/gradients.h"
#include "jtp/train/run_folder.h"
#include "jtp/train/run_log.h"
#include "jtp/train/run_setup.h"
#include "jtp/train/start_network.h"
#include "jtp/train/validation.h"

namespace jtp {
namespace {

using Clock = std::chrono::steady_clock;

LoaderOptions loader_options(const TrainConfig& config) {
  LoaderOptions o;
  o.side = config.model.image_size;
  o.threads = config.data.decode_threads;
  o.cache_bytes = config.data.cache_megabytes << 20;
  return o;
}

// A pass sees each picture once: nothing would be found in a cache.
LoaderOptions pass_options(const TrainConfig& config) {
  LoaderOptions o = loader_options(config);
  o.cache_bytes = 0;
  return o;
}

// How often each tag is given to the samples of a set; never quite 0 or 1.
std::vector<float> prevalences(const PictureSet& pictures, int tags) {
  std::vector<double> counts(static_cast<std::size_t>(tags), 0.5);
  for (std::int64_t i = 0; i < pictures.size(); ++i) {
    for (const std::int16_t label : pictures.manifest().labels(pictures.sample(i)))
      counts[static_cast<std::size_t>(label)] += 1;
  }
  std::vector<float> shares;
  for (const double n : counts)
    shares.push_back(static_cast<float>(n / (static_cast<double>(pictures.size()) + 1)));
  return shares;
}

// What the processes tell each other after each step.
struct StepSums {
  double loss = 0;  // over the pictures
  double stop = 0;  // processes that were asked to
  double late = 0;  // rank 0: the time is up

  void exchange(const Comm& comm) {
    const at::Tensor sums = at::tensor({loss, stop, late}, at::kDouble);
    comm.sum(sums);
    const double* s = sums.data_ptr<double>();
    *this = {s[0], s[1], s[2]};
  }
};

// Sums since the last row of the log.
struct Window {
  double loss = 0;
  std::int64_t pictures = 0;
  double gradient_norm = 0;  // of the last step
  double waited = 0;         // LoaderStats::waited_seconds at its beginning
  Clock::time_point begin = Clock::now();

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin).count(); }
  double speed() const { return static_cast<double>(pictures) / std::max(seconds(), 1e-9); }
};

class Run {
 public:
  Run(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
      const Launch& launch);
  TrainResult operator()();

 private:
  void start();
  void share_state();
  void open_stream();
  bool is_over() const;
  void step();
  StepSums pass(LossStage stage);
  void judge(double loss, double norm) const;
  std::string name_batch(double limit) const;
  void after_step();
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
  const bool writes_;  // rank 0 does
  const RunFolder folder_;
  const PictureSet pictures_;
  const PictureSet held_out_;
  const VitModule module_;
  const std::vector<std::string> trained_;
  const TaggingLoss loss_;
  const std::optional<Teacher> teacher_;
  const StepOptions options_;
  const PixelPass pass_;  // for validation and features
  const RunIdentity identity_;
  const std::int64_t last_step_;  // 0: the time alone ends the run
  ScheduleFreeAdamW optimizer_;
  GradientReducer reducer_;
  RunState state_;
  double elapsed_before_ = 0;
  Clock::time_point started_ = Clock::now();
  bool stopped_ = false;
  bool late_ = false;
  bool improved_ = false;  // by the validation of this step
  std::int64_t saved_step_ = -1;
  std::optional<double> informedness_;
  Window window_;
  double speed_ = 0;  // of the last complete window
  std::optional<RunLog> log_;
  std::vector<Metric> row_;  // of the log, for this step
  std::optional<BatchSource> source_;
  std::optional<FeatureTable> held_out_features_;
  std::vector<std::pair<std::int64_t, double>> seen_;  // sample and loss of each picture of this step
};

std::optional<Teacher> load_teacher(const TrainConfig& config, const VitModule& learner) {
  if (config.distillation.teacher.empty()) return std::nullopt;
  if (config.model.trained == TrainedPart::kHeadOnly) {
    fail(
        ErrorKind::kUsage,
        "distillation.teacher is of no use with model.train = \"head\": it looks at pixels, not at features");
  }
  return Teacher(config.distillation.teacher, learner.config(), learner.parameters().front().value.device());
}

RunIdentity identity_of(const TrainConfig& c, const TrainInputs& inputs, const PictureSet& pictures,
                        const std::optional<Teacher>& teacher) {
  return {{"tags", inputs.manifest.header().tag_list_sha256},
          {"pictures", std::to_string(pictures.size())},
          {"schedule.seed", std::to_string(c.schedule.seed)},
          {"schedule.batch", std::to_string(c.schedule.batch)},
          {"model.head", c.model.head == HeadKind::kGated ? "gated" : "linear"},
          {"distillation",
           teacher ? fmt::format("{:.2f} of {}", c.distillation.share, teacher->sha256()) : "none"},
          {"model.train", c.model.trained == TrainedPart::kHeadOnly ? "head" : "all"},
          {"model",
           fmt::format("{} px, patch {}, width {}, {} blocks, {} heads, MLP {}", c.model.image_size,
                       c.model.patch_size, c.model.width, c.model.depth, c.model.heads, c.model.mlp_width)}};
}

std::int64_t last_step(const ScheduleConfig& schedule, std::int64_t pictures) {
  const double steps =
      std::ceil(schedule.epochs * static_cast<double>(pictures) / static_cast<double>(schedule.batch));
  if (schedule.epochs <= 0) return schedule.steps;
  const auto by_epochs = static_cast<std::int64_t>(std::min(steps, 1e15));
  return schedule.steps > 0 ? std::min(schedule.steps, by_epochs) : by_epochs;
}

Run::Run(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
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
      pass_{pass_options(config), config.validation.batch, options_.autocast,
            [&observer](const BrokenPicture& broken) { observer.message(broken.error.what()); }},
      identity_(identity_of(config, inputs, pictures_, teacher_)),
      last_step_(last_step(config.schedule, pictures_.size())),
      optimizer_(with_rates(module_, trained_, config.optimizer.rates), config.optimizer.options),
      reducer_(values_of(module_, trained_), comm_) {
  if (pictures_.size() == 0)
    fail(ErrorKind::kInvalidInput, "{}: has no pictures to train on", config.data.set.string());
}

double Run::elapsed() const {
  return elapsed_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

double Run::epoch() const {
  return static_cast<double>(state_.step * config_.schedule.batch) / static_cast<double>(pictures_.size());
}

void Run::start() {
  const TrainedNetwork network{module_, trained_, optimizer_};
  const auto newest = folder_.newest();
  if (writes_) {
    const std::vector<float> bias = loss_.initial_bias(prevalences(pictures_, inputs_.vocabulary.size()));
    start_network(module_, {config_.model.start, config_.schedule.seed, bias}, inputs_.vocabulary);
    optimizer_.restart();
    if (newest) {
      state_ = read_checkpoint(folder_.checkpoint(*newest), network, identity_);
      observer_.message(fmt::format("goes on after step {} of {}", state_.step, folder_.path().string()));
    }
  }
  share_state();
  elapsed_before_ = state_.elapsed_seconds;
  if (writes_) log_.emplace(folder_.path(), state_.step);
  if (newest) saved_step_ = state_.step;
}

// Rank 0 alone has read files.
void Run::share_state() {
  if (comm_.place().world == 1) return;
  const at::NoGradGuard no_grad;
  ScheduleFreeAdamW::State optimizer = optimizer_.state();
  for (const Parameter& p : module_.parameters()) comm_.broadcast(p.value.detach());
  for (const at::Tensor& t : optimizer.z) comm_.broadcast(t);
  for (const at::Tensor& t : optimizer.v) comm_.broadcast(t);
  const at::Tensor numbers = at::tensor(
      {static_cast<double>(state_.step), state_.elapsed_seconds, state_.best,
       static_cast<double>(state_.best_step), state_.watch.mean, static_cast<double>(state_.watch.steps),
       static_cast<double>(optimizer.steps), optimizer.weight_sum, optimizer.largest_rate},
      at::kDouble);
  comm_.broadcast(numbers);
  const double* n = numbers.data_ptr<double>();
  state_ = {static_cast<std::int64_t>(n[0]),
            n[1],
            n[2],
            static_cast<std::int64_t>(n[3]),
            {n[4], static_cast<std::int64_t>(n[5])}};
  optimizer.steps = static_cast<std::int64_t>(n[6]);
  optimizer.weight_sum = n[7];
  optimizer.largest_rate = n[8];
  optimizer_.restore(std::move(optimizer));
}

void Run::open_stream() {
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

bool Run::is_over() const { return stopped_ || late_ || (last_step_ > 0 && state_.step >= last_step_); }

TrainResult Run::operator()() {
  start();
  open_stream();
  window_ = {};
  while (!is_over()) {
    step();
    after_step();
  }
  if (saved_step_ != state_.step) checkpoint();
  if (log_) log_->write_report(inputs_.config_text);
  return {state_.step, stopped_, state_.best, state_.best_step};
}

// One optimiser step on the next batch of the stream.
void Run::step() {
  const LossStage stage = epoch() < config_.loss.first_stage ? LossStage::kTagsOnly : LossStage::kFused;
  const std::vector<at::Tensor> parameters = values_of(module_, trained_);
  seen_.clear();
  StepSums sums = pass(stage);
  sums.exchange(comm_);
  const double loss = sums.loss / static_cast<double>(config_.schedule.batch);
  const double norm = clip_gradients(parameters, config_.optimizer.clip_norm);
  judge(loss, norm);
  optimizer_.step();
  clear_gradients(parameters);  // validation and checkpoints need the room
  state_.watch.add(loss);
  ++state_.step;
  stopped_ = sums.stop > 0;
  late_ = sums.late > 0;
  window_.loss += sums.loss;
  window_.pictures += config_.schedule.batch;
  window_.gradient_norm = norm;
}

// Forward and backward of this process's part of the step, with the gradients of all processes added up.
StepSums Run::pass(LossStage stage) {
  const Objective objective{loss_, stage, teacher_ ? &*teacher_ : nullptr, config_.distillation.share};
  StepSums sums;
  do {
    const TrainingBatch& batch = source_->next();
    if (source_->ends_step()) reducer_.expect_last_pass();
    const at::Tensor losses = accumulate_gradients(module_, objective, batch, options_);
    for (std::size_t i = 0; i < batch.samples.size(); ++i) {
      seen_.emplace_back(batch.samples[i], losses.data_ptr<double>()[i]);
      sums.loss += seen_.back().second;
    }
  } while (!source_->ends_step());
  reducer_.finish();
  sums.stop = observer_.stop ? 1 : 0;
  sums.late = writes_ && config_.schedule.max_minutes > 0 && elapsed() >= config_.schedule.max_minutes * 60;
  return sums;
}

// Nothing that is not finite, and no leap, reaches the parameters.
void Run::judge(double loss, double norm) const {
  if (!std::isfinite(loss) || !std::isfinite(norm)) {
    fail(ErrorKind::kInternal, "step {}: the loss is {}, the norm of its gradient {}; {}", state_.step + 1,
         loss, norm, name_batch(0));
  }
  if (state_.watch.is_spike(loss, config_.schedule.spike)) {
    fail(ErrorKind::kInternal,
         "step {}: the loss leaps to {:.4g}, its running mean is {:.4g} (schedule.spike = {}); {}",
         state_.step + 1, loss, state_.watch.mean, config_.schedule.spike, name_batch(loss));
  }
}

// The batch of this step, and its pictures whose loss is above `limit` or not finite.
std::string Run::name_batch(double limit) const {
  constexpr std::size_t kMostNamed = 8;
  const std::int64_t first = state_.step * config_.schedule.batch;
  std::string posts;
  std::size_t named = 0;
  for (const auto& [sample, loss] : seen_) {
    if (loss <= limit || named == kMostNamed) continue;
    posts += fmt::format("{}{}", named++ == 0 ? "" : ", ", inputs_.manifest.sample(sample).post_id);
  }
  return fmt::format("the batch is positions {} to {} of the stream (epoch {}), posts {}{}", first,
                     first + config_.schedule.batch - 1, first / pictures_.size(), posts,
                     named == kMostNamed ? ", ..." : "");
}

void Run::after_step() {
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

void Run::note_step() {
  const double waited = source_->waited_seconds();
  speed_ = window_.speed();
  row_ = {{metric::kTrainLoss, window_.loss / static_cast<double>(window_.pictures)},
          {metric::kGradientNorm, window_.gradient_norm},
          {metric::kRate, optimizer_.learning_rate()},
          {metric::kSpeed, speed_},
          {metric::kWaiting, (waited - window_.waited) / std::max(window_.seconds(), 1e-9)},
          {metric::kEpoch, epoch()},
          {metric::kMinutes, elapsed() / 60}};
  window_ = {};
  window_.waited = waited;
}

void Run::report_progress() const {
  TrainProgress p;
  p.step = state_.step;
  p.last_step = last_step_;
  p.epoch = epoch();
  p.loss = window_.pictures > 0 ? window_.loss / static_cast<double>(window_.pictures) : state_.watch.mean;
  p.informedness = informedness_;
  p.pictures_per_second = speed_ > 0 ? speed_ : window_.speed();
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

// Measures x on the held-out pictures.
void Run::validate() {
  const auto begin = Clock::now();
  optimizer_.show_average();
  const HeldOut held_out{held_out_, pass_, held_out_features_ ? &*held_out_features_ : nullptr};
  const ValidationResult result =
      jtp::validate(module_, loss_, held_out, config_.validation.threshold, comm_);
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
  window_.begin += Clock::now() - begin;  // the speed is that of training
}

void Run::checkpoint() {
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
    return Run(config, inputs, observer, launch)();
  } catch (const c10::Error& error) {
    fail(ErrorKind::kInternal, "LibTorch: {}", error.what_without_backtrace());
  }
}

}  // namespace jtp
