// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/run_log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/report/html_page.h"
#include "jtp/report/html_text.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

WallTime now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::vector<ChartPoint> points(const std::vector<MetricsRow>& rows, std::string_view name) {
  std::vector<ChartPoint> found;
  for (const MetricsRow& row : rows) {
    for (const Metric& m : row.values) {
      if (m.name == name) found.push_back({static_cast<double>(row.step), m.value});
    }
  }
  return found;
}

LineChart over_steps(const char* title, const char* y_label, std::vector<ChartSeries> series) {
  LineChart chart;
  chart.title = title;
  chart.x_label = "step";
  chart.y_label = y_label;
  chart.series = std::move(series);
  return chart;
}

std::vector<LineChart> charts(const std::vector<MetricsRow>& rows) {
  constexpr double kSmoothing = 0.9;
  const std::vector<ChartPoint> loss = points(rows, metric::kTrainLoss);
  std::vector<LineChart> found;
  found.push_back(over_steps("Loss per picture", "nats",
                             {{"training", loss, SeriesStyle::kFaint},
                              {"training, smoothed", smoothed(loss, kSmoothing)},
                              {"validation", points(rows, metric::kValidationLoss)}}));
  found.push_back(over_steps("Macro informedness on the validation set", "J",
                             {{"at the threshold", points(rows, metric::kInformedness)},
                              {"at the best threshold", points(rows, metric::kBestInformedness)}}));
  found.push_back(
      over_steps("Norm of the gradient", "norm", {{"gradient", points(rows, metric::kGradientNorm)}}));
  found.back().y_scale = AxisScale::kLogarithmic;
  found.push_back(over_steps("Speed", "pictures/s", {{"pictures", points(rows, metric::kSpeed)}}));
  return found;
}

std::vector<KeyFigure> key_figures(const std::vector<MetricsRow>& rows) {
  std::vector<KeyFigure> figures;
  const auto at_step = [](const ChartPoint& p) { return fmt::format("step {:.0f}", p.x); };
  const auto less = [](const ChartPoint& a, const ChartPoint& b) { return a.y < b.y; };
  for (const auto& [label, name] : {std::pair{"J at the threshold", metric::kInformedness},
                                    std::pair{"J at the best threshold", metric::kBestInformedness}}) {
    const std::vector<ChartPoint> j = points(rows, name);
    if (j.empty()) continue;
    const ChartPoint best = *std::max_element(j.begin(), j.end(), less);
    figures.push_back({label, format_number(best.y, 3), at_step(best)});
  }
  if (const auto loss = points(rows, metric::kTrainLoss); !loss.empty())
    figures.push_back({"last training loss", format_number(loss.back().y), at_step(loss.back())});
  if (const auto minutes = points(rows, metric::kMinutes); !minutes.empty())
    figures.push_back({"minutes", format_number(minutes.back().y), ""});
  return figures;
}

}  // namespace

RunLog::RunLog(fs::path folder, std::int64_t last_step)
    : folder_(std::move(folder)),
      metrics_(folder_ / "metrics.jsonl", last_step),
      events_(folder_ / event_file_name(now(), host_name()), now(),
              last_step > 0 ? std::optional(last_step) : std::nullopt) {}

void RunLog::add(std::int64_t step, std::span<const Metric> values) {
  metrics_.append(step, values);
  events_.add(step, now(), values);
}

void RunLog::write_report(const std::string& config_text) const {
  const std::vector<MetricsRow> rows = read_metrics(folder_ / "metrics.jsonl");
  HtmlPage page("Training run", folder_.filename().string());
  page.key_figures(key_figures(rows));
  page.section("Curves",
               "Informedness is measured against the labels in the data; missing labels lower it a little.");
  page.charts(charts(rows));
  page.section("Configuration");
  page.preformatted(config_text);
  write_file_atomically(folder_ / "report.html", page.html());
}

}  // namespace jtp
