// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/checksum.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace jtp {
namespace {

// Bytes per task: large enough to hide the cost of scheduling, small enough to split any tensor among
// threads.
constexpr std::size_t kChunkBytes = 1 << 20;

// Independent sums, so that multiplications need not wait for each other.
constexpr std::size_t kLanes = 8;

// Odd, so that multiplication by it is invertible; the bits are those of the golden ratio.
constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;

// Invertible in `sum` for a given `word`, and in `word` for a given `sum`. The multiplication spreads a
// change to higher bits; the shift brings it down again for the next multiplication.
std::uint64_t mix(std::uint64_t sum, std::uint64_t word) {
  const std::uint64_t product = (sum ^ word) * kMultiplier;
  return product ^ (product >> 32);
}

std::uint64_t chunk_checksum(std::span<const std::byte> bytes) {
  std::array<std::uint64_t, kLanes> sums{};
  std::array<std::uint64_t, kLanes> words{};
  for (; bytes.size() >= sizeof words; bytes = bytes.subspan(sizeof words)) {
    std::memcpy(words.data(), bytes.data(), sizeof words);
    for (std::size_t i = 0; i < kLanes; ++i) sums[i] = mix(sums[i], words[i]);
  }
  words = {};  // the last word is padded with zeros
  if (!bytes.empty()) std::memcpy(words.data(), bytes.data(), bytes.size());
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kLanes; ++i) total = mix(total, mix(sums[i], words[i]));
  return total;
}

}  // namespace

std::uint64_t checksum(std::span<const std::span<const std::byte>> parts, ThreadPool& pool) {
  std::vector<std::span<const std::byte>> chunks;
  for (std::span<const std::byte> part : parts) {
    for (std::size_t at = 0; at < part.size(); at += kChunkBytes) {
      chunks.push_back(part.subspan(at, std::min(kChunkBytes, part.size() - at)));
    }
  }
  std::vector<std::uint64_t> sums(chunks.size());
  pool.parallel_for(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t i, int) {
    const auto index = static_cast<std::size_t>(i);
    sums[index] = chunk_checksum(chunks[index]);
  });
  std::uint64_t total = parts.size();
  for (const std::span<const std::byte> part : parts) total = mix(total, part.size());
  for (const std::uint64_t sum : sums) total = mix(total, sum);
  return total;
}

}  // namespace jtp
