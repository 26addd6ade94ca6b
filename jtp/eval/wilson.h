// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/eval/confusion.h"

namespace jtp {

// Where a quantity lies, as far as the data tell.
struct Interval {
  double lower = 0;
  double upper = 0;
  bool contains(double value) const { return lower <= value && value <= upper; }
  bool operator==(const Interval&) const = default;
};

// The quantile of the normal distribution for two-sided 95 %.
inline constexpr double kNormal95 = 1.959963984540054;

// Wilson's interval for a share of which `hits` of `trials` were seen (both may be fractions, such as
// effective numbers); 0...1 without trials. With `z` one side of it is a bound of its own: 1.645 for 95 %.
Interval wilson_interval(double hits, double trials, double z = kNormal95);

// For informedness, which is the difference of two independent shares: Wilson's intervals of TPR and FPR put
// together (Newcombe 1998, method 10). -1...1 where it is undefined.
Interval informedness_interval(const Confusion& counts);

}  // namespace jtp
