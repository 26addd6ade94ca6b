// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "jtp/base/logistic.h"

namespace jtp {
namespace {

struct Band {
  std::string_view name;
  double least = 0;
  double most = 0;
};

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr std::array kBands = {Band{"20 labels or more", 20, kNoLimit},
                               Band{"1-4 labels", 1, 4},
                               Band{"5-19 labels", 5, 19},
                               Band{"20-99 labels", 20, 99},
                               Band{"100-999 labels", 100, 999},
                               Band{"1000 labels or more", 1000, kNoLimit}};

TagEvaluation evaluate_tag(const ScoreCurve& curve, const Confusion& counts, double omission) {
  TagEvaluation tag{.counts = counts,
                    .corrected = corrected(counts, omission),
                    .informedness = informedness_interval(counts),
                    .average_precision = curve.average_precision(),
                    .best = curve.best_informedness(),
                    .at_best = counts,
                    .calibration_error = calibration_error(curve)};
  if (tag.best) tag.at_best = curve.counts(tag.best->threshold);
  return tag;
}

// The value of each tag of a group.
template <typename Value>
MeanOfTags mean_over(std::span<const TagEvaluation> tags, const TagGroup& group, Value&& value) {
  std::vector<std::optional<double>> values;
  for (const int tag : group.tags) values.push_back(value(tags[static_cast<std::size_t>(tag)]));
  return mean_of(values);
}

// From the floor to nearly 1, in steps of log-odds that are fine enough for a curve.
std::vector<double> sweep_thresholds(double floor) {
  std::vector<double> thresholds;
  for (double x = -8; x <= 6; x += 0.25) {
    const double threshold = sigmoid(x);
    if (threshold >= floor) thresholds.push_back(threshold);
  }
  return thresholds;
}

class Evaluator {
 public:
  Evaluator(const ScoreTally& tally, const BlockCounts& blocks, std::span<const double> omission)
      : tally_(tally), counts_(blocks.counts()), corrected_(corrected(counts_, omission)) {
    result_.pictures = tally.pictures();
    result_.floor = tally.floor();
    result_.thresholds.assign(blocks.thresholds().begin(), blocks.thresholds().end());
    result_.omission.assign(omission.begin(), omission.end());
    result_.resolution.kind = tally.kind();
  }

  void evaluate_tags() {
    const std::vector<double> thresholds = sweep_thresholds(tally_.floor());
    sweep_.resize(thresholds.size());
    for (const double threshold : thresholds)
      result_.sweep.push_back({.threshold = threshold, .figures = {}});
    Resolution& resolution = result_.resolution;
    for (int tag = 0; tag < tally_.tags(); ++tag) {
      const auto index = static_cast<std::size_t>(tag);
      const ScoreCurve curve = tally_.curve(tag);
      result_.tags.push_back(evaluate_tag(curve, counts_[index], result_.omission[index]));
      at_best_.push_back(result_.tags.back().at_best);
      for (std::size_t i = 0; i < thresholds.size(); ++i) sweep_[i].push_back(curve.counts(thresholds[i]));
      const double precision_error = curve.average_precision_error();
      const double best_error = curve.best_informedness_error();
      resolution.average_precision = std::max(resolution.average_precision, precision_error);
      resolution.best_informedness = std::max(resolution.best_informedness, best_error);
      resolution.mean_average_precision += precision_error / tally_.tags();
      resolution.mean_best_informedness += best_error / tally_.tags();
    }
  }

  void evaluate_group(const TagGroup& group, const GroupIntervals& intervals) {
    Reliability reliability;
    for (const int tag : group.tags)
      reliability.add(tally_.curve(tag), result_.omission[static_cast<std::size_t>(tag)]);
    const ScoreCurve together = tally_.pooled(group.tags);
    result_.groups.push_back(
        {.group = group,
         .observed = figures_of(counts_, group.tags),
         .corrected = figures_of(corrected_, group.tags),
         .intervals = intervals,
         .at_best = figures_of(at_best_, group.tags),
         .average_precision =
             mean_over(result_.tags, group, [](const TagEvaluation& tag) { return tag.average_precision; }),
         .micro_average_precision = together.average_precision(),
         .calibration_error =
             mean_over(result_.tags, group, [](const TagEvaluation& tag) { return tag.calibration_error; }),
         .micro_calibration_error = calibration_error(together),
         .reliability = reliability.bins()});
  }

  void sum_up_sweep() {
    for (std::size_t i = 0; i < sweep_.size(); ++i)
      result_.sweep[i].figures = figures_of(sweep_[i], result_.groups.front().group.tags);
  }

  Evaluation take() { return std::move(result_); }

 private:
  const ScoreTally& tally_;
  const std::vector<Confusion> counts_;        // [K]
  const std::vector<Confusion> corrected_;     // [K]
  std::vector<Confusion> at_best_;             // [K]
  std::vector<std::vector<Confusion>> sweep_;  // [thresholds][K]
  Evaluation result_;
};

}  // namespace

std::vector<TagGroup> tag_groups(const Vocabulary& vocabulary, std::span<const int> tags,
                                 std::span<const Confusion> counts) {
  std::vector<TagGroup> groups(1 + kTagCategories + kBands.size());
  groups[0].name = "all";
  for (std::size_t i = 0; i < kTagCategories; ++i)
    groups[1 + i].name = to_string(static_cast<TagCategory>(i));
  for (std::size_t i = 0; i < kBands.size(); ++i) groups[1 + kTagCategories + i].name = kBands[i].name;
  for (const int tag : tags) {
    groups[0].tags.push_back(tag);
    groups[1 + static_cast<std::size_t>(vocabulary.category(tag))].tags.push_back(tag);
    const double labels = counts[static_cast<std::size_t>(tag)].positives();
    for (std::size_t i = 0; i < kBands.size(); ++i) {
      if (labels >= kBands[i].least && labels <= kBands[i].most)
        groups[1 + kTagCategories + i].tags.push_back(tag);
    }
  }
  std::erase_if(groups, [](const TagGroup& group) { return group.tags.empty(); });
  return groups;
}

Evaluation evaluate(const ScoreTally& tally, const BlockCounts& blocks, std::span<const double> omission,
                    std::span<const TagGroup> groups, const BootstrapOptions& bootstrap_options) {
  Evaluator evaluator(tally, blocks, omission);
  evaluator.evaluate_tags();
  const std::vector<GroupIntervals> intervals = bootstrap(blocks, omission, groups, bootstrap_options);
  for (std::size_t i = 0; i < groups.size(); ++i) evaluator.evaluate_group(groups[i], intervals[i]);
  evaluator.sum_up_sweep();
  return evaluator.take();
}

}  // namespace jtp
