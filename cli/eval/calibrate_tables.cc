// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/calibrate_tables.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "cli/options/open_model.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/eval/observations.h"
#include "jtp/eval/threshold_table.h"
#include "jtp/prior/prevalence.h"
#include "jtp/review/cells.h"
#include "jtp/review/verdict_log.h"

namespace jtp {
namespace {

// Curves of some of K tags, and the other inputs of a calibration.
struct TagCurves {
  std::vector<std::optional<ScoreCurve>> curves;  // [K]
  std::vector<double> prevalence;                 // [K]
  std::vector<double> omission;                   // [K]
};

std::string calibrated(const Vocabulary& vocabulary, const TagCurves& data,
                       const CalibrationOptions& options) {
  std::vector<int> tags;
  for (int tag = 0; tag < vocabulary.size(); ++tag) {
    if (data.curves[static_cast<std::size_t>(tag)]) tags.push_back(tag);
  }
  const auto chosen =
      calibrate({.vocabulary = vocabulary,
                 .tags = tags,
                 .curve = [&](int tag) { return *data.curves[static_cast<std::size_t>(tag)]; },
                 .prevalence = data.prevalence,
                 .omission = data.omission},
                options);
  return threshold_table(vocabulary, tags, chosen);
}

// How often the tags are given, according to the grid.
std::vector<double> grid_prevalence(const std::vector<std::optional<ScoreCurve>>& curves,
                                    const Vocabulary& vocabulary) {
  std::vector<std::int64_t> labels(curves.size());
  double pictures = 0;
  for (std::size_t tag = 0; tag < curves.size(); ++tag) {
    if (!curves[tag]) continue;
    labels[tag] = std::llround(curves[tag]->positives());
    pictures = std::max(pictures, curves[tag]->positives() + curves[tag]->negatives());
  }
  const std::vector<float> shares = prevalence(labels, std::llround(pictures), vocabulary);
  return {shares.begin(), shares.end()};
}

// The curves of a review's tags, and the frequency of these tags among all pictures that could have been
// asked about. Cells that scored too low to be asked about count as absent.
TagCurves review_curves(const Review& review) {
  const ReviewPlan& plan = review.plan;
  std::vector<std::vector<Observation>> observations(plan.tags.size());
  for (const ReviewedCell& cell : reviewed_cells(review))
    observations[static_cast<std::size_t>(cell.tag)].push_back(
        {.score = cell.score, .positive = cell.positive, .weight = cell.weight});
  TagCurves data{.curves = {}, .prevalence = {}, .omission = std::vector<double>(plan.tags.size())};
  const auto population = static_cast<double>(plan.population);
  for (std::size_t tag = 0; tag < plan.tags.size(); ++tag) {
    const auto& cells = plan.tags[tag].cells;
    const double asked = static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
    double present = 0;
    for (const Observation& one : observations[tag]) present += one.weight * one.positive;
    data.curves.push_back(
        observations[tag].empty()
            ? std::nullopt
            : std::optional(curve_of(observations[tag], std::max(0.0, population - asked))));
    data.prevalence.push_back(std::clamp((present + 0.5) / (population + 1), 1e-6, 1 - 1e-6));
  }
  return data;
}

Vocabulary reviewed_tags(const ReviewPlan& plan) {
  std::vector<std::string> names;
  std::vector<TagCategory> categories;
  for (const ReviewTag& tag : plan.tags) {
    names.push_back(tag.name);
    categories.push_back(tag.category);
  }
  return {std::move(names), std::move(categories)};
}

}  // namespace

std::string calibrate_grid(const CalibrateOptions& options) {
  const ModelFiles model = find_model(options.source.model);
  const Vocabulary vocabulary = load_vocabulary(model.tags_json, model.tags_csv);
  TagCurves data{.curves = read_threshold_grid(options.grid, vocabulary),
                 .prevalence = {},
                 .omission = make_omission_rates(options.omission, vocabulary).rates};
  if (std::none_of(data.curves.begin(), data.curves.end(),
                   [](const auto& curve) { return curve.has_value(); }))
    fail(ErrorKind::kUsage, "{}: has no tag of the model", options.grid);
  data.prevalence = grid_prevalence(data.curves, vocabulary);
  return calibrated(vocabulary, data, options.calibration);
}

std::string calibrate_verdicts(const CalibrateOptions& options) {
  const Review review = read_review(options.verdicts);
  if (review.plan.kind != ReviewKind::kMeasured)
    fail(ErrorKind::kUsage, "{}: a diverse review measures nothing; use a measured one", options.verdicts);
  const TagCurves data = review_curves(review);
  const auto answered = std::count_if(data.curves.begin(), data.curves.end(),
                                      [](const auto& curve) { return curve.has_value(); });
  if (answered == 0) fail(ErrorKind::kNotFound, "{}: no question has been answered yet", options.verdicts);
  print_message(fmt::format("{} about {} of {}", counted(reviewed_cells(review).size(), "answer"),
                            counted(answered, "tag"), counted(review.plan.population, "picture")));
  return calibrated(reviewed_tags(review.plan), data, options.calibration);
}

}  // namespace jtp
