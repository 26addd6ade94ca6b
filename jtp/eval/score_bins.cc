// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/score_bins.h"

#include <cmath>

namespace jtp::score_bins {
namespace {

// The beginning of a part of 0...1/2.
float begin_of(std::size_t part) {
  if (part == 0) return 0;
  constexpr int kShift = 23 - kPartBits;
  constexpr std::uint32_t kFirst = std::bit_cast<std::uint32_t>(0x1p-11F) >> kShift;
  return std::bit_cast<float>((kFirst + static_cast<std::uint32_t>(part) - 1) << kShift);
}

}  // namespace

float top_of(std::size_t bin) {
  if (bin < kHalf) return std::nextafter(begin_of(bin + 1), 0.0F);
  return 1.0F - begin_of(kBins - 1 - bin);
}

double middle_of(std::size_t bin) {
  const double below = bin == 0 ? 0.0 : static_cast<double>(top_of(bin - 1));
  return (below + static_cast<double>(top_of(bin))) / 2;
}

}  // namespace jtp::score_bins
