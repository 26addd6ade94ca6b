// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "jtp/base/thread_pool.h"
#include "jtp/kernels/kernels.h"
#include "jtp/model/activations.h"
#include "jtp/model/config.h"
#include "jtp/model/engine.h"
#include "jtp/model/weights.h"

namespace jtp {

// The forward pass of timm's VisionTransformer with map pooling, step by step under timm's names.
class Vit {
 public:
  // All references must outlive the object.
  Vit(const VitConfig& config, const VitWeights& weights, const Kernels& kernels, ThreadPool& pool,
      Activations& activations)
      : c_(config), w_(weights), k_(kernels), pool_(pool), a_(activations) {}

  // pixels: [3, S, S].
  void forward(std::span<const float> pixels, const ForwardOutputs& outputs, const Observer& observer);

 private:
  void patch_embed(std::span<const float> pixels);
  void encoder_block(const BlockWeights& block, const StageEnded& ended);
  void attention();
  MatrixView quantized(Matrix& x, Matrix& bytes);
  void norm(const NormWeights& norm, const float* x, std::int64_t rows, MatrixView y);
  void attention_pool();
  void attention_pool_weights();
  void classifier_head(std::span<float> scores);

  const VitConfig& c_;
  const VitWeights& w_;
  const Kernels& k_;
  ThreadPool& pool_;
  Activations& a_;
};

}  // namespace jtp
