// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_engine.h"

#include <algorithm>
#include <thread>

namespace jtp::test {

FakeEngine::FakeEngine(std::chrono::microseconds delay, std::atomic<std::int64_t>* passes)
    : delay_(delay), passes_(passes) {
  config_.image_size = kSide;
  config_.num_tags = kTags;
  config_.tokens = kTokens;
  config_.width = kWidth;
}

void FakeEngine::forward(std::span<const float> pixels, const ForwardOutputs& outputs,
                         const Observer& /*observer*/) {
  std::this_thread::sleep_for(delay_);
  const std::span<float> scores = outputs.scores;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    double sum = 0;
    for (std::size_t i = k; i < pixels.size(); i += scores.size()) sum += pixels[i];
    const double mean = sum * static_cast<double>(scores.size()) / static_cast<double>(pixels.size());
    scores[k] = static_cast<float>((mean + 1) / 2);
  }
  std::copy_n(pixels.begin(), outputs.pooled.size(), outputs.pooled.begin());
  std::copy_n(pixels.begin(), outputs.features.size(), outputs.features.begin());
  if (passes_ != nullptr) ++*passes_;
}

}  // namespace jtp::test
