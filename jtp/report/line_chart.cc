// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/line_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "jtp/report/chart_axis.h"
#include "jtp/report/html_text.h"

namespace jtp {
namespace {

// Pixels of the viewBox.
constexpr int kWidth = 560, kHeight = 300;
constexpr int kLeft = 58, kRight = 548, kTop = 12, kBottom = 258;

constexpr int kColours = 6;               // .s0 to .s5 of the page's style
constexpr std::size_t kMaxDrawn = 600;    // points per line: about one per pixel
constexpr std::size_t kMaxTooltips = 60;  // per line
constexpr std::size_t kMarkersUpTo = 30;  // points that are drawn as circles
constexpr double kLargest = 1e100;        // beyond this, differences might overflow

bool is_drawable(const ChartPoint& point, AxisScale y_scale) {
  const auto in_range = [](double v) { return std::fabs(v) < kLargest; };  // false for NaN too
  return in_range(point.x) && in_range(point.y) && (y_scale == AxisScale::kLinear || point.y > 1 / kLargest);
}

std::vector<ChartSeries> drawable(const LineChart& chart) {
  std::vector<ChartSeries> all = chart.series;
  for (ChartSeries& series : all)
    std::erase_if(series.points, [&](const ChartPoint& p) { return !is_drawable(p, chart.y_scale); });
  return all;
}

// The range of the points; 0 to 1 if there are none.
AxisRange range_of(const std::vector<ChartSeries>& all, double ChartPoint::*coordinate) {
  AxisRange range = {kLargest, -kLargest};
  for (const ChartSeries& series : all) {
    for (const ChartPoint& point : series.points) {
      range.low = std::min(range.low, point.*coordinate);
      range.high = std::max(range.high, point.*coordinate);
    }
  }
  if (range.low > range.high) return {0.1, 1};
  const double room = std::max(std::fabs(range.low) * 0.1, 1e-12);
  if (range.high - range.low < 1e-9 * room) return {range.low - room, range.high + room};
  return range;
}

// Maps numbers to pixels.
struct Axis {
  AxisRange range;
  AxisScale scale = AxisScale::kLinear;
  double from = 0, to = 0;  // pixels at the two ends

  double at(double value) const {
    const auto place = [&](double v) { return scale == AxisScale::kLinear ? v : std::log10(v); };
    const double share = (place(value) - place(range.low)) / (place(range.high) - place(range.low));
    return from + std::clamp(share, -1.0, 2.0) * (to - from);
  }
  std::vector<AxisTick> ticks() const {
    return scale == AxisScale::kLinear ? linear_ticks(range) : logarithmic_ticks(range);
  }
};

std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points) {
  if (points.size() <= kMaxDrawn) return points;
  constexpr std::size_t kPieces = kMaxDrawn / 3;
  std::vector<ChartPoint> kept;
  const auto by_y = [](const ChartPoint& a, const ChartPoint& b) { return a.y < b.y; };
  for (std::size_t piece = 0; piece < kPieces; ++piece) {
    const auto begin = points.begin() + static_cast<std::ptrdiff_t>(piece * points.size() / kPieces);
    const auto end = points.begin() + static_cast<std::ptrdiff_t>((piece + 1) * points.size() / kPieces);
    const auto [low, high] = std::minmax_element(begin, end, by_y);
    kept.push_back(*std::min(low, high));
    if (low != high) kept.push_back(*std::max(low, high));
    if (end == points.end()) kept.push_back(points.back());
  }
  return kept;
}

std::string_view style_class(SeriesStyle style) {
  switch (style) {
    case SeriesStyle::kLine:
      return "line";
    case SeriesStyle::kFaint:
      return "line faint";
    case SeriesStyle::kReference:
      return "line reference";
  }
  return "";
}

std::string grid_svg(const Axis& x, const Axis& y) {
  std::string svg;
  for (const AxisTick& tick : y.ticks()) {
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{} {:.1f}H{}\"/><text x=\"{}\" y=\"{:.1f}\" class=\"y\">{}</text>\n",
        kLeft, y.at(tick.value), kRight, kLeft - 8, y.at(tick.value) + 4, tick.label);
  }
  for (const AxisTick& tick : x.ticks()) {
    svg += fmt::format(
        "<path class=\"tick\" d=\"M{:.1f} {}v5\"/><text x=\"{:.1f}\" y=\"{}\" class=\"x\">{}</text>\n",
        x.at(tick.value), kBottom, x.at(tick.value), kBottom + 19, tick.label);
  }
  return svg + fmt::format("<path class=\"axis\" d=\"M{} {}H{}\"/>\n", kLeft, kBottom, kRight);
}

std::string line_svg(const std::vector<ChartPoint>& points, SeriesStyle style, const Axis& x, const Axis& y) {
  std::string path;
  for (const ChartPoint& point : points)
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x.at(point.x), y.at(point.y));
  return path.empty() ? path : fmt::format("<path class=\"{}\" d=\"{}\"/>\n", style_class(style), path);
}

// Circles that are visible only under the pointer, or always if there are few.
std::string tooltips_svg(const ChartSeries& series, const LineChart& chart, const Axis& x, const Axis& y) {
  const std::size_t count = series.points.size();
  const std::size_t stride = (count + kMaxTooltips - 1) / std::max<std::size_t>(1, kMaxTooltips);
  std::string svg;
  for (std::size_t back = 0; back < count; back += stride) {
    const ChartPoint& point = series.points[count - 1 - back];  // starts at the last point, so that it always
                                                                // has a tooltip
    svg += fmt::format(
        "<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"><title>{}\n{}: {}\n{}: "
        "{}</title></circle>\n",
        count <= kMarkersUpTo ? "dot" : "spot", x.at(point.x), y.at(point.y), count <= kMarkersUpTo ? 3 : 7,
        escape_html(series.name), escape_html(chart.x_label), format_number(point.x),
        escape_html(chart.y_label), format_number(point.y));
  }
  return svg;
}

std::string series_svg(const ChartSeries& series, int colour, const LineChart& chart, const Axis& x,
                       const Axis& y) {
  std::string svg = fmt::format("<g class=\"s{}\">\n", colour % kColours);
  svg += line_svg(thinned(series.points), series.style, x, y);
  if (series.style == SeriesStyle::kLine) svg += tooltips_svg(series, chart, x, y);
  return svg + "</g>\n";
}

// A faint series has the colour of the line after it, which is the smoothed form of it.
std::vector<int> colours_of(const std::vector<ChartSeries>& all) {
  std::vector<int> colours;
  int next = 0;
  for (const ChartSeries& series : all) {
    colours.push_back(next);
    if (series.style == SeriesStyle::kLine) ++next;
  }
  return colours;
}

std::string legend_html(const std::vector<ChartSeries>& all, const std::vector<int>& colours) {
  std::string html;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].style == SeriesStyle::kFaint) continue;
    html += fmt::format(
        "<span class=\"s{}\"><svg viewBox=\"0 0 22 8\" aria-hidden=\"true\"><path class=\"{}\" d=\"M1 "
        "4H21\"/></svg>{}</span>",
        colours[i] % kColours, style_class(all[i].style), escape_html(all[i].name));
  }
  return all.size() < 2 ? "" : fmt::format("<span class=\"legend\">{}</span>", html);
}

}  // namespace

std::string line_chart_html(const LineChart& chart) {
  const std::vector<ChartSeries> all = drawable(chart);
  const std::vector<int> colours = colours_of(all);
  const Axis x = {chart.x_range.value_or(range_of(all, &ChartPoint::x)), AxisScale::kLinear, kLeft, kRight};
  const AxisRange needed = rounded_out(range_of(all, &ChartPoint::y), chart.y_scale);
  const Axis y = {chart.y_range.value_or(needed), chart.y_scale, kBottom, kTop};

  std::string html = fmt::format("<figure><figcaption><b>{}</b>{}</figcaption>\n", escape_html(chart.title),
                                 legend_html(all, colours));
  html += fmt::format("<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", kWidth,
                      kHeight, escape_html(chart.title));
  html += grid_svg(x, y);
  html +=
      fmt::format("<svg x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" viewBox=\"{0} {1} {2} {3}\">\n",
                  kLeft - 4, kTop - 4, kRight - kLeft + 8, kBottom - kTop + 8);  // clips what lies outside
  for (std::size_t i = 0; i < all.size(); ++i) html += series_svg(all[i], colours[i], chart, x, y);
  html += fmt::format("</svg>\n<text class=\"label x\" x=\"{}\" y=\"{}\">{}</text>\n", (kLeft + kRight) / 2,
                      kHeight - 4, escape_html(chart.x_label));
  return html + fmt::format(
                    "<text class=\"label x\" transform=\"translate(12 {}) "
                    "rotate(-90)\">{}</text>\n</svg></figure>\n",
                    (kTop + kBottom) / 2, escape_html(chart.y_label));
}

std::vector<ChartPoint> smoothed(const std::vector<ChartPoint>& points, double weight) {
  std::vector<ChartPoint> smooth;
  double sum = 0, total = 0;
  for (const ChartPoint& point : points) {
    if (!std::isfinite(point.y)) continue;
    sum = weight * sum + (1 - weight) * point.y;
    total = weight * total + (1 - weight);
    smooth.push_back({point.x, sum / total});
  }
  return smooth;
}

}  // namespace jtp
