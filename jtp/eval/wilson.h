// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/eval/confusion.h"

namespace jtp {

// The interval of a quantity, as far as the data can tell.
struct Interval {
  double lower = 0;
  double upper = 0;
  bool contains(double value) const { return lower <= value && value <= upper; }
  bool operator==(const Interval&) const = default;
};

// Quantiles of the normal distribution, for intervals and for bounds.
inline constexpr double kTwoSided95 = 1.959963984540054;
inline constexpr double kOneSided95 = 1.6448536269514722;
inline constexpr double kOneSided90 = 1.2815515655446004;

// Wilson's interval for a share that was observed `hits` times in `trials` (both may be fractions, for
// example effective numbers); 0...1 without trials. With kOneSided95, each end is a one-sided bound.
Interval wilson_interval(double hits, double trials, double z = kTwoSided95);

// The interval of informedness, which is the difference of two independent shares: Wilson's intervals of TPR
// and FPR combined (Newcombe 1998, method 10). -1...1 if it is undefined.
Interval informedness_interval(const Confusion& counts);

}  // namespace jtp
