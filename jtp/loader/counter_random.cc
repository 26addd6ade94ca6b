// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/counter_random.h"

namespace jtp {
namespace {

constexpr int kRounds = 10;

// The multipliers and key increments from the paper.
constexpr std::array<std::uint64_t, 2> kMultipliers = {0xD2511F53, 0xCD9E8D57};
constexpr PhiloxKey kWeyl = {0x9E3779B9, 0xBB67AE85};

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

}  // namespace

PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t first = kMultipliers[0] * counter[0];
    const std::uint64_t second = kMultipliers[1] * counter[2];
    counter = {high(second) ^ counter[1] ^ key[0], low(second), high(first) ^ counter[3] ^ key[1],
               low(first)};
    key = {key[0] + kWeyl[0], key[1] + kWeyl[1]};
  }
  return counter;
}

SampleRandom::SampleRandom(std::uint64_t seed, std::int64_t epoch, std::int64_t place)
    : counter_{0, low(static_cast<std::uint64_t>(epoch)), low(static_cast<std::uint64_t>(place)),
               high(static_cast<std::uint64_t>(place))},
      key_{low(seed), high(seed)} {}

std::uint32_t SampleRandom::bits() {
  if (used_ == block_.size()) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

}  // namespace jtp
