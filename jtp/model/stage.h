// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "jtp/model/config.h"

namespace jtp {

// The parts of a forward pass; the same part of all blocks is one stage.
enum class Stage {
  kPatchEmbed,
  kNorm,  // norm1 and norm2; with int8, also the quantisation of the Linears' inputs
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

// The multiply-adds that the engine takes for one picture: VitConfig::multiply_adds() minus the products of
// the pool that are folded away. 0 for kNorm.
std::int64_t multiply_adds(const VitConfig& config, Stage stage);

// Called at the end of each stage, in the thread that called forward(). The time since the previous call, or
// since the start of the pass, belongs to that stage. Stages of the blocks end once in every block, kNorm
// several times.
using StageEnded = std::function<void(Stage stage)>;

}  // namespace jtp
