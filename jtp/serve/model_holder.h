// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/preprocess.h"
#include "jtp/model/engine.h"
#include "jtp/serve/selection_cache.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

// What is known of a model for ever once it has been loaded; small.
struct ModelFacts {
  std::string id;    // "mini@0123456789ab"
  std::string hash;  // SHA-256 of the weights
  Vocabulary vocabulary;
  VitConfig config;
  Precision precision;
  std::unique_ptr<const SelectionCache> selections = std::make_unique<SelectionCache>();

  // The selection with these options, worked out when it is first asked for.
  std::shared_ptr<const TagSelection> selection(const Thresholds& thresholds,
                                                const SelectionOptions& options) const {
    return selections->find(vocabulary, thresholds, options);
  }
};

// A model in memory, with the engines that run it: one of a single thread per lane, and one of all threads
// for a picture that is alone. Engines are made when they are first needed.
class LoadedModel {
 public:
  LoadedModel(Tagger tagger, int lanes);

  const std::shared_ptr<const ModelFacts>& facts() const { return facts_; }
  const Preprocessor& preprocess() const { return preprocess_; }

  // Where in a picture the network saw a tag; `features`: [T, D].
  std::vector<float> heat_map(std::span<const float> features, int tag) const {
    return tagger_.heat_map(features, tag);
  }

  // To be called for one lane at a time each; the wide engine while no lane runs.
  Engine& narrow_engine(int lane);
  Engine& wide_engine();

 private:
  Tagger tagger_;
  std::shared_ptr<const ModelFacts> facts_;
  Preprocessor preprocess_;
  std::vector<std::unique_ptr<Engine>> narrow_;
  std::unique_ptr<Engine> wide_;
};

enum class ModelState { kUnloaded, kLoading, kLoaded, kFailed };

// "unloaded", ...
std::string_view to_string(ModelState state);

// Loads the model when it is first needed and lets go of it when it has not been needed for a while. Any
// number of threads.
class ModelHolder {
 public:
  using Clock = std::chrono::steady_clock;

  // `load`: what Tagger::load does, and throws. `idle`: how long an unused model stays; zero for ever.
  ModelHolder(std::function<Tagger()> load, int lanes, Clock::duration idle);

  // The model; waits while it is loaded. Throws what `load` throws, and for some seconds after that the same
  // error again, without another try.
  std::shared_ptr<LoadedModel> acquire();

  // What the model was like when it was loaded last, or nullptr.
  std::shared_ptr<const ModelFacts> facts() const;
  ModelState state() const;

  // The memory is free when the pictures that are being tagged are done.
  void unload();
  void unload_if_idle(Clock::time_point now);

 private:
  std::shared_ptr<LoadedModel> current();
  std::shared_ptr<LoadedModel> load_now();

  const std::function<Tagger()> load_;
  const int lanes_;
  const Clock::duration idle_;
  std::mutex loading_;  // held by the one thread that loads
  mutable std::mutex mutex_;
  std::shared_ptr<LoadedModel> model_;
  std::shared_ptr<const ModelFacts> facts_;
  ModelState state_ = ModelState::kUnloaded;
  Clock::time_point last_use_{};
  std::optional<Error> failure_;
  Clock::time_point failed_at_{};
};

}  // namespace jtp
