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

// What a run reads, beside its pictures.
struct TrainInputs {
  const Manifest& manifest;
  const Vocabulary& vocabulary;
  const TagPrior* prior = nullptr;  // may be missing
  std::string tags_json;            // the texts of the vocabulary's files, for the model
  std::string tags_csv;
  std::string config_text;  // for the report
};

struct TrainProgress {
  std::int64_t step = 0;
  std::int64_t last_step = 0;  // 0: the time alone ends the run
  double epoch = 0;
  double loss = 0;                     // of the last steps, per picture
  std::optional<double> informedness;  // of the last validation
  double pictures_per_second = 0;
  double seconds_left = 0;
};

// Who looks on. Rank 0 alone reports progress.
struct TrainObserver {
  const std::atomic<bool>& stop;  // raised: a checkpoint is written and the run ends
  std::function<void(const TrainProgress&)> progress;
  std::function<void(std::string_view line)> message;
};

struct TrainResult {
  std::int64_t steps = 0;
  bool stopped = false;  // by TrainObserver::stop
  double best = 0;       // the largest macro informedness of a validation, at best_step
  std::int64_t best_step = 0;
};

// Trains a tagger, or goes on where the output folder's newest checkpoint is (docs/training.md). On one
// device the result is the same to the bit however often the run was interrupted. Throws Error: kUsage for a
// configuration that makes no sense, kInvalidInput and kModel for files, kInternal naming the batch where the
// loss is not finite or leaps; what was written before stays.
TrainResult train(const TrainConfig& config, const TrainInputs& inputs, const TrainObserver& observer,
                  const Launch& launch);

}  // namespace jtp
