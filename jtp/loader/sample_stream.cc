// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/sample_stream.h"

#include "jtp/base/error.h"
#include "jtp/loader/permutation.h"

namespace jtp {

SampleStream::SampleStream(std::int64_t samples, std::uint64_t seed) : samples_(samples), seed_(seed) {
  if (samples < 1) fail(ErrorKind::kUsage, "a stream needs at least one sample, not {}", samples);
}

StreamSample SampleStream::at(std::int64_t position) const {
  const std::int64_t epoch = position / samples_;
  const std::int64_t place = position % samples_;
  return {epoch, place, Permutation(samples_, seed_, epoch)(place)};
}

std::int64_t SampleStream::replacement(const StreamSample& broken, std::int64_t attempt) const {
  return Permutation(samples_, seed_, broken.epoch)((broken.place + attempt) % samples_);
}

}  // namespace jtp
