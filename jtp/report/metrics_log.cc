// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/metrics_log.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"

namespace jtp {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;
constexpr const char* kStep = "step";

struct Line {
  std::string_view text;  // with its line end
  MetricsRow row;
};

MetricsRow parse(std::string_view text, const std::filesystem::path& path, std::size_t number) {
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  const auto refuse = [&](std::string_view what) {
    fail(ErrorKind::kInvalidInput, "{}:{}: {}", path.string(), number, what);
  };
  if (!json.is_object() || !json.contains(kStep) || !json[kStep].is_number_integer())
    refuse("must be an object with a whole number `step`");
  MetricsRow row{.step = json[kStep].get<std::int64_t>(), .values = {}};
  for (const auto& [name, value] : json.items()) {
    if (name == kStep || value.is_null()) continue;
    if (!value.is_number()) refuse(fmt::format("{:?} is not a number", name.substr(0, 80)));
    row.values.push_back({name, value.get<double>()});
  }
  return row;
}

// All lines that end with a line end.
std::vector<Line> parse_lines(std::string_view text, const std::filesystem::path& path) {
  std::vector<Line> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const std::string_view line = text.substr(0, end + 1);
    lines.push_back({line, parse(line, path, lines.size() + 1)});
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string read_log(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kMaxBytes, ErrorKind::kInvalidInput);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string rows_until(const std::filesystem::path& path, std::int64_t last_step) {
  if (!std::filesystem::exists(path)) return {};
  const std::string text = read_log(path);
  std::string kept;
  for (const Line& line : parse_lines(text, path)) {
    if (line.row.step <= last_step) kept += line.text;
  }
  return kept;
}

}  // namespace

MetricsLog::MetricsLog(const std::filesystem::path& path) : file_(path, {}) {}

MetricsLog::MetricsLog(const std::filesystem::path& path, std::int64_t last_step)
    : file_(path, rows_until(path, last_step)) {}

void MetricsLog::append(std::int64_t step, std::span<const Metric> values) {
  nlohmann::ordered_json json = {{kStep, step}};
  for (const Metric& metric : values) json[metric.name] = metric.value;  // null if it is not finite
  file_.append(json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
}

std::vector<MetricsRow> read_metrics(const std::filesystem::path& path) {
  const std::string text = read_log(path);
  std::vector<MetricsRow> rows;
  for (Line& line : parse_lines(text, path)) rows.push_back(std::move(line.row));
  return rows;
}

}  // namespace jtp
