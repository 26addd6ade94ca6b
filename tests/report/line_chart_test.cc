// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/line_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace jtp {
namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

LineChart chart_of(std::vector<ChartPoint> points) {
  LineChart chart;
  chart.title = "Loss & more";
  chart.x_label = "step";
  chart.y_label = "nats";
  chart.series.push_back({"<train>", std::move(points), SeriesStyle::kLine});
  return chart;
}

TEST(LineChart, PlacesPointsByTheirNumbers) {
  LineChart chart = chart_of({{0, 0}, {10, 1}});
  chart.y_range = AxisRange{0, 1};
  const std::string html = line_chart_html(chart);
  EXPECT_TRUE(contains(html, "d=\"M58.0 258.0L548.0 12.0\"")) << html;  // the corners of the plot
  EXPECT_TRUE(contains(html, "<title>&lt;train&gt;\nstep: 10\nnats: 1</title>")) << html;
  EXPECT_TRUE(contains(html, "Loss &amp; more"));
}

TEST(LineChart, ALogarithmicAxisHasEqualStepsForEqualFactors) {
  LineChart chart = chart_of({{0, 1}, {1, 10}, {2, 100}, {3, 0}, {4, -1}});
  chart.y_scale = AxisScale::kLogarithmic;
  EXPECT_TRUE(contains(line_chart_html(chart), "d=\"M58.0 258.0L303.0 135.0L548.0 12.0\""));
}

TEST(LineChart, SkipsNumbersThatAreNotFinite) {
  const double inf = std::numeric_limits<double>::infinity();
  const std::string html =
      line_chart_html(chart_of({{0, 1}, {1, std::nan("")}, {2, inf}, {3, -inf}, {4, 1e300}, {5, 2}}));
  EXPECT_EQ(count_of(html, "<circle"), 2U);
  EXPECT_FALSE(contains(html, "nan"));
  EXPECT_FALSE(contains(html, "inf"));
}

TEST(LineChart, HasAxesWithNoPointOrASinglePoint) {
  EXPECT_TRUE(contains(line_chart_html(chart_of({})), "class=\"axis\""));
  const std::string one = line_chart_html(chart_of({{5, 7}}));
  EXPECT_EQ(count_of(one, "<circle"), 1U);
  EXPECT_FALSE(contains(one, "nan"));
}

TEST(LineChart, ThinsALongSeriesButKeepsItsPeaksAndItsEnd) {
  std::vector<ChartPoint> points;
  for (int i = 0; i < 100'000; ++i)
    points.push_back({static_cast<double>(i), i == 43'210 ? 5.0 : i == 77'000 ? -5.0 : 0.1 * (i % 7)});
  LineChart chart = chart_of(points);
  chart.y_range = AxisRange{-5, 5};
  const std::string html = line_chart_html(chart);
  EXPECT_LT(html.size(), 40'000U);
  EXPECT_TRUE(contains(html, " 12.0L")) << "the peak is lost";
  EXPECT_TRUE(contains(html, " 258.0L")) << "the pit is lost";
  EXPECT_TRUE(contains(html, "step: 99,999"));
}

TEST(LineChart, NamesTheSeriesIfThereAreSeveral) {
  LineChart chart = chart_of({{0, 0}, {1, 1}});
  EXPECT_FALSE(contains(line_chart_html(chart), "legend"));
  chart.series.push_back({"raw", {{0, 0}}, SeriesStyle::kFaint});
  chart.series.push_back({"smooth", {{0, 0}}, SeriesStyle::kLine});
  chart.series.push_back({"ideal", {{0, 0}, {1, 1}}, SeriesStyle::kReference});
  const std::string html = line_chart_html(chart);
  EXPECT_TRUE(contains(html, "</svg>smooth</span>"));
  EXPECT_TRUE(contains(html, "</svg>ideal</span>"));
  EXPECT_FALSE(contains(html, "</svg>raw</span>"));
  EXPECT_EQ(count_of(html, "<g class=\"s1\">"), 2U) << "a faint line has the colour of the one after it";
}

TEST(Smoothed, IsTheMeanOfAConstantAndFollowsAStep) {
  const std::vector<ChartPoint> flat(5, {0, 3});
  for (const ChartPoint& point : smoothed(flat, 0.9)) EXPECT_NEAR(point.y, 3, 1e-12);
  const auto step = smoothed({{0, 0}, {1, 1}}, 0.5);
  ASSERT_EQ(step.size(), 2U);
  EXPECT_NEAR(step[1].y, 2.0 / 3, 1e-12);  // (0.5 * 0.5 * 0 + 0.5 * 1) / (0.25 + 0.5)
  EXPECT_EQ(smoothed({{0, std::nan("")}, {1, 1}}, 0.5).size(), 1U);
}

}  // namespace
}  // namespace jtp
