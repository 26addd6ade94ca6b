// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/stage.h"

namespace jtp {

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::kPatchEmbed:
      return "patch_embed";
    case Stage::kNorm:
      return "norm";
    case Stage::kQkv:
      return "qkv";
    case Stage::kAttention:
      return "attention";
    case Stage::kProj:
      return "proj";
    case Stage::kFc1:
      return "fc1";
    case Stage::kFc2:
      return "fc2";
    case Stage::kPool:
      return "pool";
  }
  return "pool";
}

std::int64_t multiply_adds(const VitConfig& config, Stage stage) {
  const std::int64_t t = config.tokens, d = config.width, f = config.mlp_width, p = config.patch_size;
  switch (stage) {
    case Stage::kPatchEmbed:
      return t * d * 3 * p * p;
    case Stage::kNorm:
      return 0;
    case Stage::kQkv:
      return config.depth * t * 3 * d * d;
    case Stage::kAttention:
      return config.depth * 2 * t * t * d;
    case Stage::kProj:
      return config.depth * t * d * d;
    case Stage::kFc1:
    case Stage::kFc2:
      return config.depth * t * d * f;
    case Stage::kPool:  // scores and means of each head, values, proj, the MLP, the head
      return 2 * t * d * config.heads + 2 * d * d + 2 * d * f + config.logits() * d;
  }
  return 0;
}

}  // namespace jtp
