// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/loader/augmentation.h"
#include "jtp/loader/batch_plan.h"
#include "jtp/loader/flip_rule.h"
#include "jtp/loader/picture_set.h"

namespace jtp {

struct LoaderOptions {
  int side = 384;  // S, the network's input, pixels
  DecodeOptions decode = {};
  int threads = 1;               // for reading and decoding
  int batches_ahead = 3;         // started or finished before they are requested; bounds the memory
  std::int64_t cache_bytes = 0;  // for decoded pictures; 0: no cache
};

// The additions for training. Without it, pictures are the same as `jtp tag` feeds to the network, bit for
// bit.
struct TrainingStream {
  std::uint64_t seed = 0;
  Augmentation augmentation = {};
  FlipRule flips;
};

// A picture that could not be used, with the reason; the message begins with its path.
struct BrokenPicture {
  std::int64_t sample = 0;  // in the manifest
  Error error;
};

// N pictures with what the manifest says about them.
struct Batch {
  PlannedBatch plan;
  std::vector<float> pixels = {};                                   // [N, 3, S, S]
  std::vector<std::int64_t> samples = {};                           // [N], indices in the manifest
  std::vector<std::span<const std::int16_t>> labels = {};           // [N], into the manifest
  std::vector<std::span<const std::int16_t>> known_negatives = {};  // [N], the same for tags that were looked
                                                                    // for and are absent
  std::vector<Rating> ratings = {};                                 // [N]
  std::vector<BrokenPicture> broken = {};                           // found to be broken for the first time

  std::int64_t size() const { return static_cast<std::int64_t>(samples.size()); }
};

struct LoaderStats {
  std::int64_t batches = 0;   // returned so far
  std::int64_t pictures = 0;  // in these batches
  std::int64_t broken = 0;    // broken pictures: replaced, or skipped in a pass
  double waited_seconds = 0;  // time that next() waited, so the network was starved
  double worked_seconds = 0;  // reading, decoding and augmenting, summed over the threads
};

// Reads, decodes and preprocesses pictures in its own threads, ahead of the calls of next(), and returns
// batches in the order of the plan. The content of a batch depends only on the plan, the set and the seed.
//
// A picture that cannot be read or decoded is reported once, in `broken`. In training, the next sample of the
// epoch replaces it; after more than kMaxReplacements broken pictures in a row, next() throws the last one's
// Error. In a pass it is skipped, so a batch may have fewer pictures than planned, or none.
class DataLoader {
 public:
  static constexpr int kMaxReplacements = 100;

  // For training. `pictures` must outlive the loader. Throws Error kUsage for an empty set, for impossible
  // numbers, and for a flip rule that was made for a different number of tags than the manifest has.
  DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options,
             TrainingStream stream);
  // For a pass without augmentation; sample i of the plan is sample i of the set.
  DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options);
  // Stops the threads, after they have finished their current pictures.
  ~DataLoader();
  DataLoader(const DataLoader&) = delete;
  DataLoader& operator=(const DataLoader&) = delete;

  // The next batch; nothing after the end of a pass. For one caller at a time. After an exception, every
  // later call throws it again.
  std::optional<Batch> next();

  LoaderStats stats() const;

 private:
  class Crew;
  std::unique_ptr<Crew> crew_;
};

}  // namespace jtp
