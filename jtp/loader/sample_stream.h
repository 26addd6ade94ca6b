// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// One place of the stream.
struct StreamSample {
  std::int64_t epoch = 0;
  std::int64_t place = 0;   // k: in the epoch, in [0, samples)
  std::int64_t sample = 0;  // in [0, samples)
};

// The endless stream of samples that a training run reads: each epoch has all samples once, in a different
// order. Position p is place p mod N of epoch p / N. The sample depends only on the seed, the epoch and the
// place, so it does not change with the number of processes or threads, or after a restart.
class SampleStream {
 public:
  // samples >= 1; throws Error kUsage otherwise.
  SampleStream(std::int64_t samples, std::uint64_t seed);

  std::int64_t samples() const { return samples_; }
  std::uint64_t seed() const { return seed_; }

  // position >= 0.
  StreamSample at(std::int64_t position) const;

  // The replacement for a sample that cannot be used: `attempt` (>= 1) places later in its epoch.
  std::int64_t replacement(const StreamSample& broken, std::int64_t attempt) const;

 private:
  std::int64_t samples_;
  std::uint64_t seed_;
};

}  // namespace jtp
