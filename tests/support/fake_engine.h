// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "jtp/model/engine.h"

namespace jtp::test {

// An Engine without a network: score k is the mean of the pixels k, k + K, k + 2K, ..., moved from -1...1 to
// 0...1. So scores tell pictures apart and depend on nothing else. The features and the pooled output are the
// first pixels.
class FakeEngine : public Engine {
 public:
  static constexpr int kSide = 8;    // S
  static constexpr int kTags = 4;    // K
  static constexpr int kTokens = 6;  // T
  static constexpr int kWidth = 5;   // D

  // Each pass takes `delay`, and is counted in `passes` where there is one.
  explicit FakeEngine(std::chrono::microseconds delay = {}, std::atomic<std::int64_t>* passes = nullptr);

  const VitConfig& config() const override { return config_; }
  void forward(std::span<const float> pixels, const ForwardOutputs& outputs,
               const Observer& observer = {}) override;

 private:
  VitConfig config_;
  std::chrono::microseconds delay_;
  std::atomic<std::int64_t>* passes_;
};

}  // namespace jtp::test
