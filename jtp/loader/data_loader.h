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
  int threads = 1;               // that read and decode
  int batches_ahead = 3;         // begun or finished before they are asked for; bounds the memory
  std::int64_t cache_bytes = 0;  // for decoded pictures; 0: none are kept
};

// What training adds to it; without it pictures are as `jtp tag` feeds them to the network, bit for bit.
struct TrainingStream {
  std::uint64_t seed = 0;
  Augmentation augmentation = {};
  FlipRule flips;
};

// A picture that could not be used, and why; the message begins with its path.
struct BrokenPicture {
  std::int64_t sample = 0;  // in the manifest
  Error error;
};

// N pictures and what the manifest knows about them.
struct Batch {
  PlannedBatch plan;
  std::vector<float> pixels = {};                                   // [N, 3, S, S]
  std::vector<std::int64_t> samples = {};                           // [N], indices in the manifest
  std::vector<std::span<const std::int16_t>> labels = {};           // [N], into the manifest
  std::vector<std::span<const std::int16_t>> known_negatives = {};  // [N], likewise: looked for, not there
  std::vector<Rating> ratings = {};                                 // [N]
  std::vector<BrokenPicture> broken = {};                           // found here for the first time

  std::int64_t size() const { return static_cast<std::int64_t>(samples.size()); }
};

struct LoaderStats {
  std::int64_t batches = 0;   // handed over
  std::int64_t pictures = 0;  // in them
  std::int64_t broken = 0;    // places whose picture was broken: replaced, in a pass left out
  double waited_seconds = 0;  // how long next() waited: the network was starved
  double worked_seconds = 0;  // reading, decoding and augmenting, summed over the threads
};

// Reads, decodes and preprocesses pictures in threads of its own, ahead of whoever calls next(), and hands
// batches over in the order of the plan. What is in a batch depends on the plan, the set and the seed alone.
//
// A picture that cannot be read or decoded is named once, in `broken`. In training the next sample of the
// epoch takes its place; more than kMaxReplacements broken ones in a row make next() throw the last one's
// Error. In a pass it is left out, so that a batch may have fewer pictures than planned, even none.
class DataLoader {
 public:
  static constexpr int kMaxReplacements = 100;

  // Training. `pictures` must outlive the loader. Throws Error kUsage for an empty set, for impossible
  // numbers and for flips that were made for another number of tags than the manifest has.
  DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options,
             TrainingStream stream);
  // A pass without augmentation, sample i of the plan being sample i of the set.
  DataLoader(const PictureSet& pictures, const BatchPlan& plan, const LoaderOptions& options);
  // Stops the threads; what is being decoded is finished first.
  ~DataLoader();
  DataLoader(const DataLoader&) = delete;
  DataLoader& operator=(const DataLoader&) = delete;

  // The next batch; nothing after the end of a pass. One caller at a time. What it throws it throws again.
  std::optional<Batch> next();

  LoaderStats stats() const;

 private:
  class Crew;
  std::unique_ptr<Crew> crew_;
};

}  // namespace jtp
