// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "jtp/loader/data_loader.h"
#include "jtp/loader/sample_stream.h"
#include "jtp/train/comm.h"
#include "jtp/train/training_step.h"

namespace jtp {

// Hears of each picture that cannot be used.
using OnBroken = std::function<void(const BrokenPicture&)>;

// How pictures are read for a pass without gradients.
struct PixelPass {
  LoaderOptions loader;
  std::int64_t batch = 16;  // pictures through the network at once
  AutocastSettings autocast;
  OnBroken on_broken;
};

// Calls seen(pixels, batch) for this process's part of a set; pixels: [N, 3, S, S] on the CPU, N >= 1.
void for_each_batch(const PictureSet& pictures, const PixelPass& pass, const WorldPlace& place,
                    const std::function<void(const at::Tensor& pixels, const Batch& batch)>& seen);

// Pooled features of all pictures of a set, in its order; the pictures as the network sees them when it tags.
struct FeatureTable {
  at::Tensor features;      // [pictures, D], f32, on the CPU
  std::vector<bool> valid;  // whether the picture could be decoded
};

// Processes share the work.
FeatureTable compute_features(const VitModule& module, const PictureSet& pictures, const PixelPass& pass,
                              const Comm& comm);

// The micro-batches of a training run, without end: pixels from a loader, or features from a table, where
// another sample of the epoch takes the place of a broken one as in DataLoader.
class BatchSource {
 public:
  BatchSource(std::unique_ptr<DataLoader> loader, int side, OnBroken on_broken);
  BatchSource(FeatureTable table, const PictureSet& pictures, std::uint64_t seed, const BatchPlan& plan);

  // The batch is valid until the next call. Throws what DataLoader::next() throws, and Error kInvalidInput
  // where too many pictures in a row of a table are broken.
  const TrainingBatch& next();

  // Whether the batch that next() gave is the last of its step.
  bool ends_step() const { return planned_.micro_batch + 1 == planned_.micro_batches; }

  // How long next() waited for pictures, in all.
  double waited_seconds() const { return loader_ ? loader_->stats().waited_seconds : 0; }

 private:
  void gather(PositionRange positions);
  std::int64_t valid_sample(std::int64_t position) const;

  std::unique_ptr<DataLoader> loader_;
  int side_ = 0;
  OnBroken on_broken_;
  Batch pixels_;  // that batch_ points to

  FeatureTable table_;
  const PictureSet* pictures_ = nullptr;
  std::optional<SampleStream> stream_;
  std::optional<BatchPlan> plan_;
  std::int64_t taken_ = 0;  // batches of plan_

  PlannedBatch planned_;
  TrainingBatch batch_;
};

}  // namespace jtp
