// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "jtp/train/schedule_free_adamw.h"
#include "jtp/train/spike_watch.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// The progress of a run.
struct RunState {
  std::int64_t step = 0;       // completed steps; the next one uses positions [step * batch, ...) of the
                               // stream
  double elapsed_seconds = 0;  // of training, including the time before interruptions
  double best = -2;            // the greatest informedness of a validation, at best_step
  std::int64_t best_step = 0;
  SpikeWatch watch;
  std::vector<float> omission;  // rates that the loss uses instead of the prior's, [K]; empty: none yet
};

// Settings that must not change when a run is resumed: name of the key -> value.
using RunIdentity = std::map<std::string, std::string>;

struct TrainedNetwork {
  const VitModule& module;
  const std::vector<std::string>& trained;  // names of the optimiser's parameters, in its order
  ScheduleFreeAdamW& optimizer;
};

// The other contents of a model folder: the texts of tags.json and tags.csv, and the type of the weights.
struct ModelFolder {
  std::string tags_json;
  std::string tags_csv;
  at::ScalarType weights = at::kFloat;
};

// Writes a checkpoint into an empty folder (docs/training.md, "What a run leaves"): model.safetensors with x,
// tags.json, tags.csv, config.json, and optimizer.safetensors and state.json, from which a run resumes with
// the same bits. Refuses numbers that are not finite, or too large for the type of the weights: Error
// kInternal naming the tensor. Throws Error kIo.
void write_checkpoint(const std::filesystem::path& folder, const TrainedNetwork& network,
                      const RunState& state, const RunIdentity& identity, const ModelFolder& model);

// Loads a checkpoint into module and optimizer. Throws Error kUsage naming what has changed in `identity`,
// kModel / kInvalidInput naming the file and the fault.
RunState read_checkpoint(const std::filesystem::path& folder, const TrainedNetwork& network,
                         const RunIdentity& identity);

}  // namespace jtp
