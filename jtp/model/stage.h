// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "jtp/model/config.h"

namespace jtp {

// The parts of a forward pass, those of the blocks taken together.
enum class Stage {
  kPatchEmbed,
  kNorm,  // norm1 and norm2, and at int8 the inputs of the blocks' Linears as bytes
  kQkv,
  kAttention,
  kProj,
  kFc1,  // with GELU
  kFc2,
  kPool,  // the last norm, the attention pool and the classifier head
};

inline constexpr std::array kAllStages = {Stage::kPatchEmbed, Stage::kNorm, Stage::kQkv, Stage::kAttention,
                                          Stage::kProj,       Stage::kFc1,  Stage::kFc2, Stage::kPool};

// "patch_embed", "norm", "qkv", "attention", "proj", "fc1", "fc2", "pool".
std::string_view to_string(Stage stage);

// Of one picture, as the engine computes it: less than VitConfig::multiply_adds() by the products of the pool
// that fold away. None for kNorm.
std::int64_t multiply_adds(const VitConfig& config, Stage stage);

// Called at the end of each stage, in the thread that called forward(): the time since the call before, or
// since the beginning, is that stage's. Those of the blocks end in every block, kNorm several times.
using StageEnded = std::function<void(Stage stage)>;

}  // namespace jtp
