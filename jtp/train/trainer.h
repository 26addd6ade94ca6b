// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "jtp/data/manifest.h"
#include "jtp/prior/tag_prior.h"
#include "jtp/tags/vocabulary.h"
#include "jtp/train/launch.h"
#include "jtp/train/train_config.h"

namespace jtp {

// The inputs of a run apart from its pictures.
struct TrainInputs {
  const Manifest& manifest;
  const Vocabulary& vocabulary;
  const TagPrior* prior = nullptr;  // optional
  std::string tags_json;            // the texts of the vocabulary's files, copied to the model
  std::string tags_csv;
  std::string config_text;  // for the report
};

struct TrainProgress {
  std::int64_t step = 0;
  std::int64_t last_step = 0;  // 0: only time ends the run
  double epoch = 0;
  double loss = 0;                     // of the last steps, per picture
  std::optional<double> informedness;  // of the last validation
  double pictures_per_second = 0;
  double seconds_left = 0;
};

// The caller's view of a run. Only rank 0 reports progress.
struct TrainObserver {
  const std::atomic<bool>& stop;  // when set, a checkpoint is written and the run ends
  std::function<void(const TrainProgress&)> progress;
  std::function<void(std::string_view line)> message;
};

struct TrainResult {
  std::int64_t steps = 0;
  bool stopped = false;  // by TrainObserver::stop
  double best = 0;       // the greatest macro informedness of a validation, at best_step
  std::int64_t best_step = 0;
};

// Trains a tagger, or resumes from the newest checkpoint in the output folder (docs/training.md). On one
// device, interruptions do not change the result by a single bit. Throws Error: kUsage for an impossible
// configuration, kInvalidInput and kModel for files, kInternal naming the batch if the loss is not finite or
// jumps; files written before are kept.
TrainResult train(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
                  const Launch& launch);

}  // namespace jtp
