// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// Scrambles a number so that close inputs give unrelated results (the finaliser of SplitMix64; Steele, Lea
// and Flood 2014).
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

// Random numbers that depend only on the seed (SplitMix64) and are the same on every machine, unlike the
// distributions of the standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(mixed(seed)) {}
  // An independent stream for item number `index`.
  Dice(std::uint64_t seed, std::uint64_t index) : state_(mixed(mixed(seed) ^ index)) {}

  std::uint64_t bits() { return mixed(state_++ * 0x9E3779B97F4A7C15); }
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
