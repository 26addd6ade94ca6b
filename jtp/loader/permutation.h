// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// A permutation of [0, size) that needs no memory: each image is computed on demand. It is a Feistel network
// over a x b >= size cells (Black and Rogaway 2002, "Ciphers with arbitrary finite domains") with Philox as
// its round function; results outside [0, size) go through it again.
class Permutation {
 public:
  // 1 <= size < 2^62; throws Error kUsage otherwise. `number` selects one of the permutations of a seed.
  Permutation(std::int64_t size, std::uint64_t seed, std::int64_t number);

  std::int64_t size() const { return size_; }
  // `k` in [0, size).
  std::int64_t operator()(std::int64_t k) const;

 private:
  std::uint64_t pass(std::uint64_t cell) const;

  std::int64_t size_;
  std::uint64_t rows_;     // a
  std::uint64_t columns_;  // b
  std::uint64_t seed_;
  std::uint64_t number_;
};

}  // namespace jtp
