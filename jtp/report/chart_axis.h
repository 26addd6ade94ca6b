// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jtp/report/line_chart.h"

namespace jtp {

struct AxisTick {
  double value = 0;
  std::string label;
};

// At most ten round numbers in [low, high], spaced by 1, 2 or 5 times a power of ten; low < high.
std::vector<AxisTick> linear_ticks(AxisRange range);

// Powers of ten in [low, high]; on short axes also 2 and 5 times them. If there are fewer than two,
// linear_ticks(). At most eleven; 0 < low < high.
std::vector<AxisTick> logarithmic_ticks(AxisRange range);

// The range extended to round numbers: to the ticks around it, or to one digit on a logarithmic axis.
AxisRange rounded_out(AxisRange range, AxisScale scale);

}  // namespace jtp
