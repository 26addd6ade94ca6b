// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/model_holder.h"

#include <utility>

namespace jtp {
namespace {

using namespace std::chrono_literals;

constexpr auto kPauseAfterFailure = 5s;

std::shared_ptr<const ModelFacts> facts_of(const Tagger& tagger) {
  return std::make_shared<const ModelFacts>(ModelFacts{.id = tagger.id(),
                                                       .hash = tagger.hash(),
                                                       .vocabulary = tagger.vocabulary(),
                                                       .config = tagger.config(),
                                                       .precision = tagger.precision()});
}

}  // namespace

LoadedModel::LoadedModel(Tagger tagger, int lanes)
    : tagger_(std::move(tagger)),
      facts_(facts_of(tagger_)),
      preprocess_(tagger_.config().image_size),
      narrow_(static_cast<std::size_t>(lanes)) {}

Engine& LoadedModel::narrow_engine(int lane) {
  auto& engine = narrow_[static_cast<std::size_t>(lane)];
  if (!engine) engine = tagger_.make_engine(1);
  return *engine;
}

Engine& LoadedModel::wide_engine() {
  if (!wide_) wide_ = tagger_.make_engine(static_cast<int>(narrow_.size()));
  return *wide_;
}

std::string_view to_string(ModelState state) {
  switch (state) {
    case ModelState::kUnloaded:
      return "unloaded";
    case ModelState::kLoading:
      return "loading";
    case ModelState::kLoaded:
      return "loaded";
    case ModelState::kFailed:
      return "failed";
  }
  return "";
}

ModelHolder::ModelHolder(std::function<Tagger()> load, int lanes, Clock::duration idle)
    : load_(std::move(load)), lanes_(lanes), idle_(idle) {}

std::shared_ptr<LoadedModel> ModelHolder::current() {
  const std::lock_guard lock(mutex_);
  if (model_) last_use_ = Clock::now();
  return model_;
}

std::shared_ptr<LoadedModel> ModelHolder::acquire() {
  if (auto model = current()) return model;
  const std::lock_guard turn(loading_);
  if (auto model = current()) return model;
  {
    const std::lock_guard lock(mutex_);
    if (failure_ && Clock::now() - failed_at_ < kPauseAfterFailure) throw Error(*failure_);
    state_ = ModelState::kLoading;
  }
  try {
    return load_now();
  } catch (const Error& error) {
    const std::lock_guard lock(mutex_);
    state_ = ModelState::kFailed;
    failure_ = error;
    failed_at_ = Clock::now();
    throw;
  } catch (...) {  // most likely out of memory
    const std::lock_guard lock(mutex_);
    state_ = ModelState::kFailed;
    throw;
  }
}

std::shared_ptr<LoadedModel> ModelHolder::load_now() {
  auto model = std::make_shared<LoadedModel>(load_(), lanes_);
  const std::lock_guard lock(mutex_);
  model_ = model;
  facts_ = model->facts();
  state_ = ModelState::kLoaded;
  last_use_ = Clock::now();
  failure_.reset();
  return model;
}

std::shared_ptr<const ModelFacts> ModelHolder::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

ModelState ModelHolder::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void ModelHolder::unload() {
  std::shared_ptr<LoadedModel> last;  // freed after the lock is released
  const std::lock_guard lock(mutex_);
  if (model_) state_ = ModelState::kUnloaded;
  last = std::move(model_);
  model_.reset();
}

void ModelHolder::unload_if_idle(Clock::time_point now) {
  std::shared_ptr<LoadedModel> last;
  const std::lock_guard lock(mutex_);
  if (!model_ || idle_ == Clock::duration::zero() || now - last_use_ < idle_ || model_.use_count() > 1)
    return;
  state_ = ModelState::kUnloaded;
  last = std::move(model_);
  model_.reset();
}

}  // namespace jtp
