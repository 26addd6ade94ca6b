// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/loader/batch_plan.h"
#include "jtp/train/autocast.h"
#include "jtp/train/tagging_loss.h"
#include "jtp/train/teacher.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// The pictures that go through the network together.
struct TrainingBatch {
  PositionRange positions;                            // of the stream; one per picture
  at::Tensor input;                                   // [N, 3, S, S] pixels, or [N, D] features, on the CPU
  std::vector<std::int64_t> samples;                  // [N], indices in the manifest
  std::vector<std::span<const std::int16_t>> labels;  // [N]
  std::vector<std::span<const std::int16_t>> known_negatives = {};  // [N], or empty: nobody looked
};

enum class InputKind {
  kPixels,
  kFeatures,  // pooled; only the head is trained
};

struct StepOptions {
  InputKind input = InputKind::kPixels;
  ActivationStorage activations = ActivationStorage::kKept;
  AutocastSettings autocast;
  double drop_path = 0;  // probability that a picture skips the last block's branches; falls linearly to 0
                         // towards the first block
  std::uint64_t seed = 1;
  std::int64_t global_batch = 1;
};

// [2 * depth, N]: the factors of the residual branches for stochastic depth, 0 or 1 / (1 - probability). They
// depend only on the seed and each picture's position in the stream.
at::Tensor branch_scales(int depth, const StepOptions& options, PositionRange positions);

// What a step minimises: the loss of the labels and, if there is a teacher, the distance to it.
struct Objective {
  const TaggingLoss& labels;
  LossStage stage = LossStage::kFused;
  const Teacher* teacher = nullptr;
  double teacher_share = 0;  // of the sum, 0 to 1; the rest is for the labels
};

struct PassResult {
  at::Tensor losses;  // of each picture, [N], f64, on the CPU
  // Time of the network's forward pass and the whole backward pass; on a GPU, only until they are started.
  double network_seconds = 0;
};

// Forward and backward pass of one batch. The loss is the sum over its pictures divided by the global batch.
// The gradients are added to the existing ones. A teacher requires InputKind::kPixels.
PassResult accumulate_gradients(const VitModule& module, const Objective& objective,
                                const TrainingBatch& batch, const StepOptions& options);

}  // namespace jtp
