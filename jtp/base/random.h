// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// SplitMix64 (Steele, Lea and Flood 2014): its step, and its finaliser, which spreads each bit over all bits.
inline constexpr std::uint64_t kSplitMixStep = 0x9E3779B97F4A7C15;
constexpr std::uint64_t finalised(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

// Scrambles a number so that close inputs give unrelated results.
constexpr std::uint64_t mixed(std::uint64_t x) { return finalised(x + kSplitMixStep); }

// Random numbers that depend only on the seed (SplitMix64) and are the same on every machine, unlike the
// distributions of the standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(mixed(seed)) {}
  // An independent stream for item number `index`.
  Dice(std::uint64_t seed, std::uint64_t index) : state_(mixed(mixed(seed) ^ index)) {}

  std::uint64_t bits() { return mixed(state_++ * kSplitMixStep); }
  // A number in [0, count), for 0 < count < 2^32.
  std::uint64_t below(std::uint64_t count) { return ((bits() >> 32) * count) >> 32; }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }  // in [0, 1)
  bool chance(double probability) { return uniform() < probability; }
  // Approximately normal with mean 0 and standard deviation 1: a sum of 12 uniform numbers.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  std::uint64_t state_;
};

}  // namespace jtp
