// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/checksum.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <vector>

#include "tests/support/random.h"

namespace jtp {
namespace {

using Bytes = std::vector<std::byte>;

Bytes random_bytes(std::size_t size) {
  test::Random random(1);
  Bytes bytes(size);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random.bits() >> 24);
  return bytes;
}

std::uint64_t of(const std::vector<Bytes>& parts, int threads = 1) {
  ThreadPool pool(threads);
  const std::vector<std::span<const std::byte>> spans(parts.begin(), parts.end());
  return checksum(spans, pool);
}

TEST(Checksum, DetectsEveryFlippedBit) {
  const Bytes bytes = random_bytes(203);
  std::set<std::uint64_t> seen = {of({bytes})};
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    Bytes flipped = bytes;
    flipped[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_TRUE(seen.insert(of({flipped})).second) << bit;
  }
}

// In a plain sum of products, two flips of the highest bit would cancel each other.
TEST(Checksum, DetectsFlipsOfTheHighestBitsOfTwoWords) {
  const Bytes bytes = random_bytes(1024);
  for (std::size_t word = 1; word < bytes.size() / 8; ++word) {
    Bytes flipped = bytes;
    flipped[7] ^= std::byte{0x80};
    flipped[8 * word + 7] ^= std::byte{0x80};
    EXPECT_NE(of({flipped}), of({bytes})) << word;
  }
}

TEST(Checksum, DependsOnOrderLengthsAndBoundariesOfParts) {
  const Bytes a = random_bytes(64), zeros(64), more_zeros(65);
  const Bytes joined(128);
  const std::set<std::uint64_t> sums = {of({}),         of({a}),          of({a, zeros}), of({zeros, a}),
                                        of({zeros}),    of({more_zeros}), of({joined}),   of({zeros, zeros}),
                                        of({{}, zeros})};
  EXPECT_EQ(sums.size(), 9U);
}

TEST(Checksum, DoesNotDependOnThreads) {
  const std::vector<Bytes> parts = {random_bytes(5'000'001), random_bytes(77)};
  EXPECT_EQ(of(parts, 1), of(parts, 2));
  EXPECT_EQ(of(parts, 1), of(parts, 7));
}

}  // namespace
}  // namespace jtp
