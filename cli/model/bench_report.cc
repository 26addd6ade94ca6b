// SPDX-License-Identifier: Apache-2.0
#include "cli/model/bench_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/version.h"
#include "jtp/model/packed_format.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

ElementType type_of(const BenchResult& result, Stage stage) {
  switch (stage) {
    case Stage::kPool:
      return ElementType::kF32;
    case Stage::kPatchEmbed:
    case Stage::kAttention:
      return result.precision == Precision::kInt8 ? result.half : linear_type(result.precision);
    default:
      return linear_type(result.precision);
  }
}

double operations(const BenchResult& result, Stage stage) {
  return 2 * static_cast<double>(multiply_adds(result.config, stage));
}

double operations(const BenchResult& result) {
  double sum = 0;
  for (const Stage stage : kAllStages) sum += operations(result, stage);
  return sum;
}

std::string stage_line(const BenchResult& result, Stage stage) {
  const double seconds = result.best().stages[static_cast<std::size_t>(stage)];
  std::string line = fmt::format("  {:<12} {:>9.5f} s {:>5.1f} %", to_string(stage), seconds,
                                 100 * seconds / result.best().seconds);
  if (operations(result, stage) > 0) {
    line += fmt::format(" {:>8.1f} GFLOP/s {:>5.1f} % of peak", operations(result, stage) / seconds * 1e-9,
                        100 * result.bound_seconds(stage) / seconds);
  }
  return line + "\n";
}

}  // namespace

const BenchRepeat& BenchResult::best() const {
  return *std::min_element(repeats.begin(), repeats.end(),
                           [](const BenchRepeat& a, const BenchRepeat& b) { return a.seconds < b.seconds; });
}

double BenchResult::bound_seconds(Stage stage) const {
  return operations(*this, stage) / peaks.of(type_of(*this, stage));
}

double BenchResult::bound_seconds() const {
  double sum = 0;
  for (const Stage stage : kAllStages) sum += bound_seconds(stage);
  return sum;
}

std::string bench_text(const BenchResult& result) {
  const double best = result.best().seconds;
  std::string text =
      fmt::format("jtp {} {} threads={} batch={}: best {:.5f} s/image, {:.1f} GFLOP/s, {:.1f} % of peak\n",
                  to_string(result.precision), to_string(result.isa), result.threads, result.batch, best,
                  operations(result) / best * 1e-9, 100 * result.bound_seconds() / best);
  for (const Stage stage : kAllStages) text += stage_line(result, stage);
  text += fmt::format(
      "peak in this run: f32 {:.1f}, bf16 {:.1f}, int8 {:.1f} GFLOP/s; the bound is {:.5f} s\n",
      result.peaks.f32 * 1e-9, result.peaks.bf16 * 1e-9, result.peaks.int8 * 1e-9, result.bound_seconds());
  return text + fmt::format("{}: loaded in {:.2f} s, peak RSS {:.2f} GiB\n", result.model,
                            result.load_seconds, static_cast<double>(result.peak_rss_bytes) / (1 << 30));
}

std::string bench_json(const BenchResult& result) {
  const BenchRepeat& best = result.best();
  Json stages = Json::array();
  for (const Stage stage : kAllStages) {
    stages.push_back({{"name", to_string(stage)},
                      {"seconds", best.stages[static_cast<std::size_t>(stage)]},
                      {"flop", operations(result, stage)},
                      {"bound_seconds", result.bound_seconds(stage)}});
  }
  Json seconds = Json::array();
  for (const BenchRepeat& repeat : result.repeats) seconds.push_back(repeat.seconds);
  const Json json = {{"version", version()},
                     {"model", result.model},
                     {"precision", to_string(result.precision)},
                     {"isa", to_string(result.isa)},
                     {"threads", result.threads},
                     {"batch", result.batch},
                     {"best_seconds", best.seconds},
                     {"seconds", std::move(seconds)},
                     {"flop", operations(result)},
                     {"gflops", operations(result) / best.seconds * 1e-9},
                     {"bound_seconds", result.bound_seconds()},
                     {"share_of_peak", result.bound_seconds() / best.seconds},
                     {"stages", std::move(stages)},
                     {"peak_gflops",
                      {{"f32", result.peaks.f32 * 1e-9},
                       {"bf16", result.peaks.bf16 * 1e-9},
                       {"int8", result.peaks.int8 * 1e-9}}},
                     {"load_seconds", result.load_seconds},
                     {"peak_rss_bytes", result.peak_rss_bytes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jtp
