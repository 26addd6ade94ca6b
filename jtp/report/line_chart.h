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
  kLine,       // coloured in the order of the series
  kFaint,      // thin and pale, in the colour of the next line, for example the data before smoothing
  kReference,  // dashed and grey: the ideal, a baseline, a threshold
};

struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;  // x not decreasing; points that are not finite are skipped
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
  std::optional<AxisRange> x_range;  // by default the range of the points
  std::optional<AxisRange> y_range;
  AxisScale y_scale = AxisScale::kLinear;  // logarithmic: values of 0 and below are skipped
};

// A <figure> with the chart as SVG: axes with round numbers, a legend, and the values of a point as its
// tooltip. Long series are thinned to the visible resolution, keeping their peaks. The colours come from
// HtmlPage.
std::string line_chart_html(const LineChart& chart);

// An exponential moving average for a noisy curve: y_i = w y_(i-1) + (1 - w) y, corrected for the bias at the
// start. `weight` in [0, 1).
std::vector<ChartPoint> smoothed(const std::vector<ChartPoint>& points, double weight);

}  // namespace jtp
