// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/checksum.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace jtp {
namespace {

// One task: large enough to hide the hand-out, small enough to share out any tensor.
constexpr std::size_t kChunkBytes = 1 << 20;

// Independent sums, so that a multiplication need not wait for the one before it.
constexpr std::size_t kLanes = 8;

// Odd, so that multiplying by it can be undone; the bits are those of the golden ratio.
constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;

// For a given `word` every `sum` has a result of its own, and the other way round. The multiplication spreads
// a change to the bits above it, the shift brings it down again for the next one.
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
  words = {};  // the rest is filled up with zeros
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
