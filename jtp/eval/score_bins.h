// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace jtp {

// A fixed division of the probabilities 0...1 into bins that are about equally fine in log-odds. Starting at
// 2^-11, each doubling of p up to 1/2 (and of 1 - p, above 1/2) is divided into 32 equal parts, so a bin
// spans at most 1/32 of the odds. Each end beyond 2^-11 is a single bin. Bins ascend with p.
namespace score_bins {

inline constexpr int kPartBits = 5;
inline constexpr int kHalvings = 10;
inline constexpr std::size_t kHalf = 1 + (std::size_t{kHalvings} << kPartBits);
inline constexpr std::size_t kBins = 2 * kHalf;

// For x in 0...1/2: the number of its part, counted from 0. It is the exponent and the first bits of the
// fraction of the float32, read as an integer.
constexpr std::size_t part_of(float x) {
  constexpr int kShift = 23 - kPartBits;
  constexpr std::uint32_t kFirst = std::bit_cast<std::uint32_t>(0x1p-11F) >> kShift;
  const std::uint32_t part = std::bit_cast<std::uint32_t>(x) >> kShift;
  if (part < kFirst) return 0;
  const std::size_t index = 1 + part - kFirst;
  return index < kHalf ? index : kHalf - 1;  // 1/2 itself
}

// `score`: 0...1.
constexpr std::size_t bin_of(float score) {
  return score < 0.5F ? part_of(score) : kBins - 1 - part_of(1.0F - score);
}

// The largest float32 of a bin.
float top_of(std::size_t bin);

// The middle of a bin.
double middle_of(std::size_t bin);

}  // namespace score_bins

}  // namespace jtp
