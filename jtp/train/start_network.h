// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>

#include "jtp/tags/vocabulary.h"
#include "jtp/train/train_config.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// The origin of a run's weights. `start`: a weights file or a folder with one; empty: from scratch.
struct NetworkStart {
  std::filesystem::path start;
  std::uint64_t seed = 1;       // for random initial values
  std::span<const float> bias;  // [K], initial biases of the head for tags that `start` does not know
};

// Sets every parameter. Tags that a tagger already knows take over its rows of the head. Throws Error kModel
// / kNotFound naming the file, and the tensor that does not fit.
void start_network(const VitModule& module, const NetworkStart& start, const Vocabulary& vocabulary);

}  // namespace jtp
