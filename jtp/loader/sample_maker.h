// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "jtp/image/preprocess.h"
#include "jtp/loader/data_loader.h"
#include "jtp/loader/image_cache.h"
#include "jtp/loader/sample_stream.h"

namespace jtp {

// The result for one position of the plan.
struct MadeSample {
  std::optional<std::int64_t> sample;  // in the set; nothing if a pass skips it
  std::vector<BrokenPicture> broken;   // found on the way
};

// Turns a position of the plan into pixels in the calling thread; safe to call from any number of threads.
class SampleMaker {
 public:
  // `stream`: nothing for a pass. Throws what DataLoader's constructors throw.
  SampleMaker(const PictureSet& pictures, const LoaderOptions& options, std::optional<TrainingStream> stream);

  // `pixels`: 3 * S * S floats. Throws the last picture's Error if kMaxReplacements pictures in a row are
  // broken.
  MadeSample make(std::int64_t position, std::span<float> pixels) const;

 private:
  MadeSample make_for_training(std::int64_t position, std::span<float> pixels) const;
  void load(std::int64_t i, const std::optional<StreamSample>& place, std::span<float> pixels) const;
  void prepare(const RowSource& rows, std::int64_t i, const std::optional<StreamSample>& place,
               std::span<float> pixels) const;

  const PictureSet& pictures_;
  const DecodeOptions decode_;
  const Preprocessor preprocess_;
  const std::optional<TrainingStream> training_;
  std::optional<SampleStream> stream_;
  mutable ImageCache cache_;
};

}  // namespace jtp
