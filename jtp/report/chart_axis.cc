// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/chart_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "jtp/report/html_text.h"

namespace jtp {
namespace {

constexpr double kWantedTicks = 5;
constexpr int kDecadesWithMiddles = 3;  // a logarithmic axis of at most this many decades has ticks at 2 and
                                        // 5 too
constexpr double kSlack = 1e-9;         // in steps: a tick on the border counts despite rounding

// A round step, so that about kWantedTicks ticks lie in the range.
double step_of(AxisRange range) {
  const double wanted = (range.high - range.low) / kWantedTicks;
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= wanted * (1 - kSlack)) return factor * power;
  }
  return 10 * power;
}

std::string label_of(double value, double step) {
  const double largest = std::fabs(value) + step;
  if (largest >= 1e7 || step < 1e-5) return fmt::format("{:.3g}", value);
  return format_number(value, std::max(0, -static_cast<int>(std::floor(std::log10(step) + kSlack))));
}

}  // namespace

std::vector<AxisTick> linear_ticks(AxisRange range) {
  const double step = step_of(range);
  std::vector<AxisTick> ticks;
  const double first = std::ceil(range.low / step - kSlack);
  for (int i = 0; i < 10; ++i) {
    const double value = (first + i) * step;
    if (value > range.high + kSlack * step) break;
    ticks.push_back({value, label_of(value, step)});
  }
  return ticks;
}

std::vector<AxisTick> logarithmic_ticks(AxisRange range) {
  const int first = static_cast<int>(std::floor(std::log10(range.low)));
  const int last = static_cast<int>(std::ceil(std::log10(range.high)));
  const bool only_powers = last - first > kDecadesWithMiddles;
  const int stride = only_powers ? (last - first) / 10 + 1 : 1;
  std::vector<AxisTick> ticks;
  for (int power = first; power <= last; power += stride) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10, power);
      const bool is_inside = value >= range.low * (1 - kSlack) && value <= range.high * (1 + kSlack);
      if (is_inside && (factor == 1 || !only_powers)) ticks.push_back({value, fmt::format("{:g}", value)});
    }
  }
  return ticks.size() < 2 ? linear_ticks(range) : ticks;
}

AxisRange rounded_out(AxisRange range, AxisScale scale) {
  if (scale == AxisScale::kLogarithmic) {
    const auto power_below = [](double value) {
      return std::pow(10, std::floor(std::log10(value) + kSlack));
    };
    const double low = power_below(range.low);
    const double high = power_below(range.high);
    return {std::floor(range.low / low + kSlack) * low, std::ceil(range.high / high - kSlack) * high};
  }
  const double step = step_of(range);
  return {std::floor(range.low / step + kSlack) * step, std::ceil(range.high / step - kSlack) * step};
}

}  // namespace jtp
