// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/calibrate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "jtp/base/error.h"
#include "jtp/base/logistic.h"

namespace jtp {
namespace {

constexpr double kMinLabels = 3;
constexpr double kStep = 1.0 / 16;  // in log-odds
constexpr double kFirst = -12;
constexpr std::size_t kSteps = 24 * 16 + 1;
constexpr double kUseless = -std::numeric_limits<double>::infinity();

using Grid = std::array<double, kSteps>;    // thresholds, ascending
using Row = std::array<Confusion, kSteps>;  // the counts at each of them
using Merits = std::array<double, kSteps>;

double rank_of(std::size_t step) { return static_cast<double>(step) / (kSteps - 1); }

// The tags of one category, or all tags.
struct Group {
  double tags = 0;      // number of tags with enough labels
  double pictures = 0;  // for one tag
  Merits merits{};      // sums over those tags
  Row cells{};          // sums over all tags
};

Confusion scaled(const Confusion& counts, double factor) {
  return {
      .tp = counts.tp * factor, .fp = counts.fp * factor, .tn = counts.tn * factor, .fn = counts.fn * factor};
}

// The thresholds that fixed shares of the pictures without the label exceed, in log-odds from -kFirst down to
// kFirst.
Grid at_false_positive_rates(const ScoreCurve& curve) {
  Grid grid;
  std::size_t first = 0;  // first step of the curve that passes
  for (std::size_t step = 0; step < kSteps; ++step) {
    const double rate = sigmoid(-(kFirst + kStep * static_cast<double>(step)));
    while (curve.counts_from(first).fp > rate * curve.negatives()) ++first;
    const ThresholdRange range = curve.range_below(first);
    const double middle = static_cast<float>((range.lower + range.upper) / 2);
    grid[step] = middle < range.upper ? middle : range.lower;  // rounding must not reach the next score
  }
  return grid;
}

class Calibration {
 public:
  Calibration(const CalibrationData& data, const CalibrationOptions& options)
      : data_(data), options_(options), groups_(1 + kTagCategories) {}

  std::vector<ChosenThreshold> run() {
    for (const int tag : data_.tags) learn(tag);
    std::vector<ChosenThreshold> chosen;
    for (const int tag : data_.tags) chosen.push_back(choose(tag));
    return chosen;
  }

 private:
  // Thresholds at one position of the grid are comparable between tags.
  Grid grid_of(int tag, const ScoreCurve& curve) const {
    const bool by_tag = options_.scope == ThresholdScope::kTag;
    if (by_tag && options_.criterion.kind == Criterion::Kind::kInformedness)
      return at_false_positive_rates(curve);
    const double origin = by_tag ? logit(data_.prevalence[static_cast<std::size_t>(tag)]) : 0;
    Grid grid;
    for (std::size_t step = 0; step < kSteps; ++step) {
      const double threshold = sigmoid(origin + kFirst + kStep * static_cast<double>(step));
      grid[step] = std::max(curve.floor(), threshold);
    }
    return grid;
  }

  // Missing labels do not change recall. Correcting it would only pretend to have more labels.
  double omission_of(int tag) const {
    const bool recall = options_.criterion.kind == Criterion::Kind::kRecall;
    return recall ? 0 : data_.omission[static_cast<std::size_t>(tag)];
  }

  // Whether the tag has enough labels and, after adding the missing ones, also pictures without it. Then both
  // sides of every threshold have some of them: both sides can be all positive only if everything is.
  bool can_teach(int tag, const ScoreCurve& curve) const {
    return curve.positives() >= kMinLabels &&
           corrected(curve.counts_from(0), omission_of(tag)).negatives() > 0;
  }

  Row row_of(int tag, const ScoreCurve& curve, const Grid& grid) const {
    Row row;
    for (std::size_t step = 0; step < kSteps; ++step)
      row[step] = corrected(curve.counts(grid[step]), omission_of(tag));
    return row;
  }

  void learn(int tag) {
    const ScoreCurve curve = data_.curve(tag);
    const Row row = row_of(tag, curve, grid_of(tag, curve));
    const auto category = static_cast<std::size_t>(data_.vocabulary.category(tag));
    for (Group* group : {&groups_[0], &groups_[1 + category]}) {
      group->pictures = std::max(group->pictures, row[0].cells());
      for (std::size_t step = 0; step < kSteps; ++step) group->cells[step] += row[step];
      if (!can_teach(tag, curve)) continue;
      group->tags += 1;
      for (std::size_t step = 0; step < kSteps; ++step) group->merits[step] += merit(row[step], step);
    }
  }

  double merit(const Confusion& counts, std::size_t step, double pictures = 0) const {
    return merit_of(options_.criterion, {.counts = counts, .pictures = pictures, .rank = rank_of(step)});
  }

  const Group& group_of(int tag) const {
    const Group& category = groups_[1 + static_cast<std::size_t>(data_.vocabulary.category(tag))];
    const bool everything = options_.scope == ThresholdScope::kGlobal || category.tags == 0 ||
                            options_.criterion.kind == Criterion::Kind::kTagsPerPicture;
    return everything ? groups_[0] : category;
  }

  Merits merits_of(const Group& group) const {
    Merits merits;
    for (std::size_t step = 0; step < kSteps; ++step) {
      if (!is_mean_of_tags(options_.criterion)) {
        merits[step] = merit(group.cells[step], step, group.pictures);
      } else {
        merits[step] = group.tags > 0 ? group.merits[step] / group.tags : kUseless;
      }
    }
    return merits;
  }

  // The tag's own data plus those of its group, which count as `shrink` labels.
  Merits shrunk(const Row& own, double labels, const Group& group) const {
    Merits merits;
    const double borrowed = group.cells[0].positives() > 0 ? options_.shrink / group.cells[0].positives() : 0;
    for (std::size_t step = 0; step < kSteps; ++step) {
      if (is_mean_of_tags(options_.criterion)) {
        const double mean = group.tags > 0 ? group.merits[step] / group.tags : 0;
        merits[step] =
            (labels * merit(own[step], step) + options_.shrink * mean) / (labels + options_.shrink);
      } else {
        Confusion counts = own[step];
        counts += scaled(group.cells[step], borrowed);
        merits[step] = merit(counts, step);
      }
    }
    return merits;
  }

  ChosenThreshold choose(int tag) const {
    const ScoreCurve curve = data_.curve(tag);
    const Group& group = group_of(tag);
    const bool own = options_.scope == ThresholdScope::kTag &&
                     options_.criterion.kind != Criterion::Kind::kTagsPerPicture && can_teach(tag, curve);
    const Grid grid = grid_of(tag, curve);
    const Merits merits = own ? shrunk(row_of(tag, curve, grid), curve.positives(), group) : merits_of(group);
    std::size_t best = 0;
    for (std::size_t step = 1; step < kSteps; ++step) {
      if (merits[step] >= merits[best]) best = step;
    }
    const bool found = merits[best] > kUseless;
    return {.threshold = found ? static_cast<float>(grid[best]) : std::numeric_limits<float>::infinity(),
            .merit = found ? merits[best] : 0,
            .labels = curve.positives(),
            .basis = own ? ThresholdBasis::kOwn : ThresholdBasis::kGroup};
  }

  const CalibrationData& data_;
  const CalibrationOptions& options_;
  std::vector<Group> groups_;  // all tags, then the categories
};

}  // namespace

std::vector<ChosenThreshold> calibrate(const CalibrationData& data, const CalibrationOptions& options) {
  if (options.criterion.kind == Criterion::Kind::kTagsPerPicture &&
      options.scope == ThresholdScope::kCategory)
    fail(ErrorKind::kUsage, "a number of tags per picture cannot set the threshold of a single category");
  return Calibration(data, options).run();
}

}  // namespace jtp
