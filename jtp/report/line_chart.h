// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jtp {

struct ChartPoint {
  double x = 0;
  double y = 0;
};

enum class SeriesStyle {
  kLine,       // colours of their own, in the order of the series
  kFaint,      // thin and pale, in the colour of the line after it: what that was smoothed from
  kReference,  // dashed and grey: the ideal, a baseline, a threshold
};

struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;  // x not decreasing; points that are not finite are left out
  SeriesStyle style = SeriesStyle::kLine;
};

struct AxisRange {
  double low = 0;
  double high = 1;
};

enum class AxisScale { kLinear, kLogarithmic };

struct LineChart {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<ChartSeries> series;
  std::optional<AxisRange> x_range;  // by default what the points need
  std::optional<AxisRange> y_range;
  AxisScale y_scale = AxisScale::kLinear;  // logarithmic: values of 0 and below are left out
};

// A <figure> with the chart as SVG: axes with round numbers, a legend, the numbers of a point as its tooltip.
// Long series are thinned to what can be seen, keeping their peaks. Colours are those of HtmlPage.
std::string line_chart_html(const LineChart& chart);

// An exponential moving average, for a noisy curve: y_i = w y_(i-1) + (1 - w) y, without the bias of the
// start. `weight` in [0, 1).
std::vector<ChartPoint> smoothed(const std::vector<ChartPoint>& points, double weight);

}  // namespace jtp
