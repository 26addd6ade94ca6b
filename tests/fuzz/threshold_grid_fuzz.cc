// SPDX-License-Identifier: Apache-2.0
// The grid of thresholds: every accepted one gives curves of which all figures are sound and thresholds can
// be chosen, every refusal is one line.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/eval/threshold_table.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const jtp::Vocabulary& vocabulary() {
  static const jtp::Vocabulary words({"solo", "red_fur", "wolf", ">_<"},
                                     std::vector(4, jtp::TagCategory::kGeneral));
  return words;
}

void check(const jtp::ScoreCurve& curve) {
  for (const jtp::ScoreStep& step : curve.steps()) require(step.positives >= 0 && step.negatives >= 0);
  const auto precision = curve.average_precision();
  require(!precision || (*precision >= 0 && *precision <= 1 + 1e-9));
  const auto best = curve.best_informedness();
  require(!best || (std::abs(best->informedness) <= 1 && !best->ranges.empty()));
}

void choose(const std::vector<std::optional<jtp::ScoreCurve>>& curves) {
  std::vector<int> tags;
  for (std::size_t tag = 0; tag < curves.size(); ++tag) {
    if (!curves[tag]) continue;
    check(*curves[tag]);
    tags.push_back(static_cast<int>(tag));
  }
  const std::vector<double> prevalence(curves.size(), 0.1), omission(curves.size(), 0.3);
  const auto chosen =
      jtp::calibrate({.vocabulary = vocabulary(),
                      .tags = tags,
                      .curve = [&](int tag) { return *curves[static_cast<std::size_t>(tag)]; },
                      .prevalence = prevalence,
                      .omission = omission},
                     {});
  for (const auto& one : chosen)
    require((one.threshold >= 0 && one.threshold <= 1) || std::isinf(one.threshold));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    choose(jtp::parse_threshold_grid({reinterpret_cast<const char*>(data), size}, "g.csv", vocabulary()));
  } catch (const jtp::Error& error) {
    require(error.kind() == jtp::ErrorKind::kInvalidInput);
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
  }
  return 0;
}
