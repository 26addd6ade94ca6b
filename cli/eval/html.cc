// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "cli/eval/report.h"
#include "cli/eval/thumbnail.h"
#include "jtp/base/text.h"
#include "jtp/report/html_page.h"

namespace jtp {
namespace {

constexpr int kThumbnailSide = 128;
constexpr std::size_t kUpperColumn = 5;  // in the table of tags

double number(const std::optional<double>& value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::string between(const std::optional<Interval>& interval) {
  return interval ? fmt::format("95 %: {:.3f} to {:.3f}", interval->lower, interval->upper) : std::string();
}

std::vector<KeyFigure> key_figures(const GroupEvaluation& all) {
  const auto key = [](std::string_view label, const std::optional<double>& value,
                      const std::optional<Interval>& interval) {
    return KeyFigure{.label = std::string(label), .value = figure(value), .note = between(interval)};
  };
  const GroupIntervals& intervals = all.intervals;
  constexpr Rate kJ = Rate::kInformedness;
  return {key("macro informedness", all.observed.macro[kJ].mean, intervals.observed.macro[kJ]),
          key("corrected for missing labels", all.corrected.macro[kJ].mean, intervals.corrected.macro[kJ]),
          key("micro informedness", all.observed.micro[kJ], intervals.observed.micro[kJ]),
          key("macro precision", all.observed.macro[Rate::kPrecision].mean,
              intervals.observed.macro[Rate::kPrecision]),
          key("macro recall", all.observed.macro[Rate::kTpr].mean, intervals.observed.macro[Rate::kTpr]),
          key("macro average precision", all.average_precision.mean, std::nullopt)};
}

template <typename Value>
ChartSeries sweep_series(const Evaluation& evaluation, std::string_view name, Value&& value) {
  ChartSeries series{.name = std::string(name), .points = {}};
  for (const SweepPoint& point : evaluation.sweep)
    series.points.push_back({point.threshold, number(value(point.figures))});
  return series;
}

LineChart threshold_chart(const Evaluation& evaluation) {
  const auto macro = [](const Figures& f) { return f.macro[Rate::kInformedness].mean; };
  const auto micro = [](const Figures& f) { return f.micro[Rate::kInformedness]; };
  return {.title = "Informedness along one threshold for all tags",
          .x_label = "threshold",
          .y_label = "informedness",
          .series = {sweep_series(evaluation, "macro", macro), sweep_series(evaluation, "micro", micro)},
          .x_range = AxisRange{0, 1},
          .y_range = {}};
}

LineChart precision_recall_chart(const Evaluation& evaluation) {
  ChartSeries micro{.name = "all cells", .points = {}};
  ChartSeries macro{.name = "mean of tags", .points = {}};
  for (auto point = evaluation.sweep.rbegin(); point != evaluation.sweep.rend(); ++point) {
    const Figures& figures = point->figures;
    micro.points.push_back({number(figures.micro[Rate::kTpr]), number(figures.micro[Rate::kPrecision])});
    macro.points.push_back(
        {number(figures.macro[Rate::kTpr].mean), number(figures.macro[Rate::kPrecision].mean)});
  }
  return {.title = "Precision and recall along one threshold",
          .x_label = "recall",
          .y_label = "precision",
          .series = {std::move(micro), std::move(macro)},
          .x_range = AxisRange{0, 1},
          .y_range = AxisRange{0, 1}};
}

LineChart reliability_chart(const GroupEvaluation& all) {
  ChartSeries labelled{.name = "labelled", .points = {}};
  ChartSeries corrected{.name = "corrected for missing labels", .points = {}};
  for (const ReliabilityBin& bin : all.reliability) {
    labelled.points.push_back({bin.score, bin.positive});
    corrected.points.push_back({bin.score, bin.corrected});
  }
  return {.title = "How often a score is right",
          .x_label = "score",
          .y_label = "share of labels",
          .series = {std::move(labelled),
                     std::move(corrected),
                     {.name = "a calibrated probability",
                      .points = {{0, 0}, {1, 1}},
                      .style = SeriesStyle::kReference}},
          .x_range = AxisRange{0, 1},
          .y_range = AxisRange{0, 1}};
}

HtmlTable group_table(const Evaluation& evaluation) {
  HtmlTable table;
  table.columns = {{.title = "tags", .digits = {}, .note = ""},
                   {.title = "number", .digits = 0, .note = ""},
                   {.title = "macro J", .digits = 3, .note = "informedness at the thresholds"},
                   {.title = "corrected", .digits = 3, .note = "corrected for missing labels"},
                   {.title = "best", .digits = 3, .note = "at the best threshold of each tag, chosen here"},
                   {.title = "micro J", .digits = 3, .note = ""},
                   {.title = "precision", .digits = 3, .note = "macro"},
                   {.title = "recall", .digits = 3, .note = "macro"},
                   {.title = "F1", .digits = 3, .note = "macro"},
                   {.title = "AP", .digits = 3, .note = "macro average precision"},
                   {.title = "ECE", .digits = 3, .note = "mean calibration error of the tags"}};
  table.controls = TableControls::kNone;
  for (const GroupEvaluation& group : evaluation.groups) {
    const auto& macro = group.observed.macro;
    table.rows.push_back(
        {group.group.name, static_cast<double>(group.group.tags.size()),
         number(macro[Rate::kInformedness].mean), number(group.corrected.macro[Rate::kInformedness].mean),
         number(group.at_best.macro[Rate::kInformedness].mean),
         number(group.observed.micro[Rate::kInformedness]), number(macro[Rate::kPrecision].mean),
         number(macro[Rate::kTpr].mean), number(macro[Rate::kF1].mean), number(group.average_precision.mean),
         number(group.calibration_error.mean)});
  }
  return table;
}

// All tags, sorted by the upper end of their interval: tags with only a few labels have wide intervals and so
// come late.
HtmlTable tag_table(const Evaluation& evaluation, const Vocabulary& vocabulary) {
  HtmlTable table;
  table.columns = {{.title = "tag", .digits = {}, .note = ""},
                   {.title = "category", .digits = {}, .note = ""},
                   {.title = "labels", .digits = 0, .note = ""},
                   {.title = "J", .digits = 3, .note = "informedness at the threshold"},
                   {.title = "from", .digits = 3, .note = "95 % interval of J"},
                   {.title = "to", .digits = 3, .note = "95 % interval of J"},
                   {.title = "corrected", .digits = 3, .note = "J, corrected for missing labels"},
                   {.title = "precision", .digits = 3, .note = ""},
                   {.title = "recall", .digits = 3, .note = ""},
                   {.title = "AP", .digits = 3, .note = "average precision"},
                   {.title = "threshold", .digits = 3, .note = ""},
                   {.title = "best", .digits = 3, .note = "threshold with the greatest J here"},
                   {.title = "best J", .digits = 3, .note = ""}};
  table.controls = TableControls::kSortAndFilter;
  for (const int tag : evaluation.groups.front().group.tags) {
    const auto index = static_cast<std::size_t>(tag);
    const TagEvaluation& found = evaluation.tags[index];
    const Rates rates = rates_of(found.counts);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    table.rows.push_back(
        {vocabulary.name(tag), std::string(to_string(vocabulary.category(tag))), found.counts.positives(),
         number(rates[Rate::kInformedness]), found.informedness.lower, found.informedness.upper,
         number(value_of(found.corrected, Rate::kInformedness)), number(rates[Rate::kPrecision]),
         number(rates[Rate::kTpr]), number(found.average_precision), evaluation.thresholds[index],
         found.best ? found.best->threshold : nan, found.best ? found.best->informedness : nan});
  }
  std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
    return std::get<double>(a[kUpperColumn]) < std::get<double>(b[kUpperColumn]);
  });
  return table;
}

// Empty if the picture cannot be read: the report is still useful without it.
std::string thumbnail_of(const ScoreSource& source, std::int64_t picture) {
  try {
    const auto bytes = source.bytes(picture);
    return bytes ? thumbnail_url(*bytes, kThumbnailSide) : std::string();
  } catch (const Error&) {
    return {};
  }
}

std::vector<PictureCard> cards(const std::vector<SuspiciousLabel>& labels, const ScoreSource& source) {
  std::vector<PictureCard> cards;
  for (const SuspiciousLabel& label : labels) {
    cards.push_back({.title = source.vocabulary().name(label.tag),
                     .note = fmt::format("score {:.3f}, {}", label.score, source.name(label.picture)),
                     .data_url = thumbnail_of(source, label.picture)});
  }
  return cards;
}

}  // namespace

std::string eval_html(const EvalReport& report, const ScoreSource& source) {
  const Evaluation& evaluation = report.evaluation;
  const GroupEvaluation& all = evaluation.groups.front();
  HtmlPage page("Evaluation", fmt::format("Scores of {} on {} of {}; {}, threshold {}", source.model(),
                                          counted(evaluation.pictures, "picture"), source.labels(),
                                          counted(all.group.tags.size(), "tag"), report.thresholds));
  page.key_figures(key_figures(all));
  page.notice(
      fmt::format("Labels are incomplete. The corrected figures assume that labels are missing at random "
                  "(rates: {}); the truth lies between the observed and the corrected figure.",
                  report.omission));
  if (const std::string note = resolution_note(evaluation); !note.empty()) page.paragraph(note);
  page.section("Curves");
  page.charts(
      std::vector{threshold_chart(evaluation), precision_recall_chart(evaluation), reliability_chart(all)});
  page.section("Groups", "By category and by the number of labels.");
  page.table(group_table(evaluation));
  page.section("Labels that seem to be missing",
               "The model is sure, but the label is missing; at most three per tag.");
  page.pictures(cards(report.missing, source));
  page.section("Labels that seem to be wrong", "Labelled, but the model sees no sign of the tag.");
  page.pictures(cards(report.wrong, source));
  page.section("Tags", "Ordered by the upper end of the interval: the first tags are certainly bad.");
  page.table(tag_table(evaluation, source.vocabulary()));
  return page.html();
}

}  // namespace jtp
