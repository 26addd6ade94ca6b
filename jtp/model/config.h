// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

class SafetensorsFile;

enum class HeadKind {
  kPlain,  // head.weight [K, D]: score = sigmoid(z)
  kGated,  // head.linear.weight [2K, D]: score = sigmoid(z[:K]) * sigmoid(z[K:])
};

// The sizes of a timm vit_*_siglip with map pooling. The letters are those of docs/glossary.md.
struct VitConfig {
  int image_size = 0;  // S: the input is [3, S, S]
  int patch_size = 0;
  int grid = 0;       // patches per side: floor(S / patch_size)
  int tokens = 0;     // T = grid * grid
  int width = 0;      // D
  int depth = 0;      // encoder blocks
  int heads = 0;      // head_dim = D / heads
  int mlp_width = 0;  // F
  int num_tags = 0;   // K
  HeadKind head = HeadKind::kPlain;
  float layer_norm_eps = 1e-6F;

  int head_dim() const { return width / heads; }
  int logits() const { return head == HeadKind::kGated ? 2 * num_tags : num_tags; }
  std::int64_t multiply_adds() const;  // per picture, as timm counts them

  bool operator==(const VitConfig&) const = default;
};

// Reads every size from the names and shapes of the tensors. The number of heads, and the input size if the
// grid does not determine it, come from `config_json`, else from the file's metadata, else from timm's table
// of SigLIP models. Throws Error kModel naming the tensor, its shape and the expected one.
VitConfig read_vit_config(const SafetensorsFile& weights,
                          const std::optional<std::filesystem::path>& config_json);

}  // namespace jtp
