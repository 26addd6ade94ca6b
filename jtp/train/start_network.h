// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>

#include "jtp/tags/vocabulary.h"
#include "jtp/train/train_config.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// Where a run's weights come from. `start`: a weights file or a folder with one; empty: from scratch.
struct NetworkStart {
  std::filesystem::path start;
  std::uint64_t seed = 1;       // of what is drawn from scratch
  std::span<const float> bias;  // [K], of the head for tags that `start` does not know
};

// Sets every parameter. A tagger's head gives its rows to the tags of the same name. Throws Error kModel /
// kNotFound naming the file, and the tensor that does not fit.
void start_network(const VitModule& module, const NetworkStart& start, const Vocabulary& vocabulary);

}  // namespace jtp
