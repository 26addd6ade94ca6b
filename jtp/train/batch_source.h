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

// Called for every unusable picture.
using OnBroken = std::function<void(const BrokenPicture&)>;

// How to read pictures for a pass without gradients.
struct PixelPass {
  LoaderOptions loader;
  std::int64_t batch = 16;  // pictures that go through the network together
  AutocastSettings autocast;
  OnBroken on_broken;
};

// Calls seen(pixels, batch) for each batch of this process's part of a set; pixels: [N, 3, S, S] on the CPU,
// N >= 1.
void for_each_batch(const PictureSet& pictures, const PixelPass& pass, const WorldPlace& place,
                    const std::function<void(const at::Tensor& pixels, const Batch& batch)>& seen);

// Pooled features of all pictures of a set, in its order. The pictures are not augmented, as in tagging.
struct FeatureTable {
  at::Tensor features;      // [pictures, D], f32, on the CPU
  std::vector<bool> valid;  // whether the picture could be decoded
};

// The work is divided among the processes.
FeatureTable compute_features(const VitModule& module, const PictureSet& pictures, const PixelPass& pass,
                              const Comm& comm);

// The endless micro-batches of a training run: pixels from a loader, or features from a table. As in
// DataLoader, another sample of the epoch replaces a broken one.
class BatchSource {
 public:
  BatchSource(std::unique_ptr<DataLoader> loader, int side, OnBroken on_broken);
  BatchSource(FeatureTable table, const PictureSet& pictures, std::uint64_t seed, const BatchPlan& plan);

  // The batch stays valid until the next call. Throws what DataLoader::next() throws, and Error kInvalidInput
  // if too many pictures of a table in a row are broken.
  const TrainingBatch& next();

  // Whether the last batch from next() is the last one of its step.
  bool ends_step() const { return planned_.micro_batch + 1 == planned_.micro_batches; }

  // The total time that next() waited for pictures.
  double waited_seconds() const { return loader_ ? loader_->stats().waited_seconds : 0; }

 private:
  void gather(PositionRange positions);
  std::int64_t valid_sample(std::int64_t position) const;

  std::unique_ptr<DataLoader> loader_;
  int side_ = 0;
  OnBroken on_broken_;
  Batch pixels_;  // referenced by batch_

  FeatureTable table_;
  const PictureSet* pictures_ = nullptr;
  std::optional<SampleStream> stream_;
  std::optional<BatchPlan> plan_;
  std::int64_t taken_ = 0;  // batches of plan_ used so far

  PlannedBatch planned_;
  TrainingBatch batch_;
};

}  // namespace jtp
