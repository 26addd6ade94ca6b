// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace jtp {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

// Philox4x32-10: 128 random bits as a function of a counter and a key (Salmon, Moraes, Dror and Shaw 2011,
// "Parallel random numbers: as easy as 1, 2, 3").
PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

// The random numbers of one sample. They depend only on the seed, the epoch, the place in the epoch and the
// number of draws so far, and are the same on every machine.
class SampleRandom {
 public:
  // `epoch` in [0, 2^32).
  SampleRandom(std::uint64_t seed, std::int64_t epoch, std::int64_t place);

  std::uint32_t bits();
  // In [0, 1), with 32 random bits.
  double uniform() { return bits() * 0x1p-32; }
  // In [low, high); `low` if they are equal.
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  // In [0, count), count >= 1.
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>((std::uint64_t{bits()} * count) >> 32);
  }
  bool chance(double probability) { return uniform() < probability; }

 private:
  PhiloxCounter counter_;  // word 0 is the number of the block
  PhiloxKey key_;
  PhiloxCounter block_{};
  std::size_t used_ = 4;  // words of block_ that are used up
};

}  // namespace jtp
