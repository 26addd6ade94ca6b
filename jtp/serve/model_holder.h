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

// Facts about a model that stay known after it has been unloaded. Small.
struct ModelFacts {
  std::string id;    // "mini@0123456789ab"
  std::string hash;  // SHA-256 of the weights
  Vocabulary vocabulary;
  VitConfig config;
  Precision precision;
  std::unique_ptr<const SelectionCache> selections = std::make_unique<SelectionCache>();

  // The selection with these options, computed on first use.
  std::shared_ptr<const TagSelection> selection(const Thresholds& thresholds,
                                                const SelectionOptions& options) const {
    return selections->find(vocabulary, thresholds, options);
  }
};

// A model in memory, with the engines that run it: a single-threaded one per lane, and one with all threads
// for a picture that runs alone. Engines are created on first use.
class LoadedModel {
 public:
  LoadedModel(Tagger tagger, int lanes);

  const std::shared_ptr<const ModelFacts>& facts() const { return facts_; }
  const Preprocessor& preprocess() const { return preprocess_; }

  // Where the network saw a tag in a picture; `features`: [T, D].
  std::vector<float> heat_map(std::span<const float> features, int tag) const {
    return tagger_.heat_map(features, tag);
  }

  // Use each narrow engine from one thread at a time, and the wide engine only while no lane runs.
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

// Loads the model on first use and unloads it when it has been idle for a while. Safe for any number of
// threads.
class ModelHolder {
 public:
  using Clock = std::chrono::steady_clock;

  // `load`: as Tagger::load, with its errors. `idle`: how long an unused model stays loaded; 0: forever.
  ModelHolder(std::function<Tagger()> load, int lanes, Clock::duration idle);

  // The model; waits until it is loaded. Throws what `load` throws. For some seconds after a failure, throws
  // the same error again without another attempt.
  std::shared_ptr<LoadedModel> acquire();

  // The facts of the model that was loaded last, or nullptr.
  std::shared_ptr<const ModelFacts> facts() const;
  ModelState state() const;

  // The memory is released once the running pictures are done.
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
