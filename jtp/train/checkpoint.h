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

// How far a run is.
struct RunState {
  std::int64_t step = 0;       // steps done; the next one takes positions [step * batch, ...) of the stream
  double elapsed_seconds = 0;  // of training, those before interruptions included
  double best = -2;            // the largest informedness of a validation, at best_step
  std::int64_t best_step = 0;
  SpikeWatch watch;
  std::vector<float> omission;  // rates that the loss has instead of the prior's, [K]; empty: none yet
};

// What a run may not change from one start to the next: name of the key -> its value.
using RunIdentity = std::map<std::string, std::string>;

struct TrainedNetwork {
  const VitModule& module;
  const std::vector<std::string>& trained;  // names of the parameters that the optimizer has, in its order
  ScheduleFreeAdamW& optimizer;
};

// What a model folder has beside the numbers: the texts of tags.json and tags.csv, and the numbers' type.
struct ModelFolder {
  std::string tags_json;
  std::string tags_csv;
  at::ScalarType weights = at::kFloat;
};

// Writes a checkpoint into an empty folder (docs/training.md, "What a run leaves"): model.safetensors with x,
// tags.json, tags.csv, config.json, and optimizer.safetensors and state.json, from which a run goes on with
// the same bits. Refuses to write a number that is not finite, or is not in
// the weights' type: Error kInternal naming the tensor. Throws
// Error kIo.
void write_checkpoint(const std::filesystem::path& folder, const TrainedNetwork& network,
                      const RunState& state, const RunIdentity& identity, const ModelFolder& model);

// Puts a checkpoint's state into module and optimizer. Throws Error kUsage naming what `identity` has
// changed, kModel / kInvalidInput naming the file and what is wrong with it.
RunState read_checkpoint(const std::filesystem::path& folder, const TrainedNetwork& network,
                         const RunIdentity& identity);

}  // namespace jtp
