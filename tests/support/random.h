// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace jtp::test {

// A small linear congruential generator (Numerical Recipes' constants): the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint32_t seed) : state_(seed) {}

  std::uint32_t bits() { return state_ = state_ * 1664525U + 1013904223U; }

  // Uniform in [-1, 1), 23 bits.
  float uniform() {
    return static_cast<float>(static_cast<std::int32_t>(bits() >> 8) - (1 << 23)) * 0x1p-23F;
  }

  // Uniform in [0, n).
  int below(int n) {
    return static_cast<int>((static_cast<std::uint64_t>(bits()) * static_cast<std::uint64_t>(n)) >> 32);
  }

  std::vector<float> uniforms(std::size_t n) {
    std::vector<float> values(n);
    for (float& v : values) v = uniform();
    return values;
  }

 private:
  std::uint32_t state_;
};

}  // namespace jtp::test
