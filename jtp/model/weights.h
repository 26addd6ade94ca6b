// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/activations.h"
#include "jtp/model/config.h"
#include "jtp/model/linear.h"
#include "jtp/model/shared_array.h"

namespace jtp {

// The network's weights under timm's names, packed for one set of kernels.

struct NormWeights {
  SharedArray<float> weight;  // [D]
  SharedArray<float> bias;    // [D]
};

struct BlockWeights {
  NormWeights norm1;
  Linear attn_qkv;   // [3 D, D]
  Linear attn_proj;  // [D, D]
  NormWeights norm2;
  Linear mlp_fc1;  // [F, D]
  Linear mlp_fc2;  // [D, F]
};

// AttentionPoolLatent. Its only query is a constant, so the key projection is folded into it: the score of a
// token x is x . (Wk^T q) / sqrt(head_dim). The term q . bk is the same for all tokens and cancels in the
// softmax. The values are projected after the weighted mean over tokens. Always f32: it is less than 0.1 % of
// the arithmetic.
struct AttentionPoolWeights {
  Linear query_keys;           // [heads, D]: Wk^T q / sqrt(head_dim) of each head
  std::vector<Linear> values;  // heads times [head_dim, D]
  Linear proj;                 // [D, D]
  NormWeights norm;
  Linear mlp_fc1;  // [F, D]
  Linear mlp_fc2;  // [D, F]
};

struct VitWeights {
  Linear patch_embed_proj;       // [D, 3 p p]
  SharedArray<float> pos_embed;  // [T, D]
  std::vector<BlockWeights> blocks;
  NormWeights norm;
  AttentionPoolWeights attn_pool;
  Linear head;  // [K or 2 K, D], f32
};

// Reads, checks and packs all tensors: the blocks' Linears as `types.linear`, the patch embedding as
// `types.between`. Throws Error kModel naming file and tensor if it is missing, has the wrong shape or an
// element that is not finite.
VitWeights load_vit_weights(const SafetensorsFile& file, const VitConfig& config, const Kernels& kernels,
                            BlockTypes types, ThreadPool& pool);

}  // namespace jtp
