// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/eval/report.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json to_json(const MeanOfTags& mean) { return {{"mean", to_json(mean.mean)}, {"tags", mean.tags}}; }

Json to_json(const std::optional<Interval>& interval) {
  return interval ? Json::array({interval->lower, interval->upper}) : Json(nullptr);
}

// The rates by name; "recall" is a second name of "tpr".
template <typename T>
void add_rates(Json& json, const PerRate<T>& rates) {
  for (const Rate rate : kRates) {
    json[std::string(to_string(rate))] = to_json(rates[rate]);
    if (rate == Rate::kPrecision) json["recall"] = to_json(rates[Rate::kTpr]);
  }
}

Json counts_json(const Confusion& counts) {
  Json json = {{"tp", counts.tp}, {"fp", counts.fp}, {"tn", counts.tn}, {"fn", counts.fn}};
  for (auto& value : json) {  // writes counts as integers
    const auto number = value.get<double>();
    if (number == static_cast<double>(static_cast<std::int64_t>(number)))
      value = static_cast<std::int64_t>(number);
  }
  add_rates(json, rates_of(counts));
  return json;
}

Json macro_json(const Figures& figures) {
  Json json = Json::object();
  add_rates(json, figures.macro);
  return json;
}

Json figures_json(const Figures& figures) {
  return {{"micro", counts_json(figures.cells)}, {"macro", macro_json(figures)}};
}

Json intervals_json(const FigureIntervals& intervals) {
  Json micro = Json::object(), macro = Json::object();
  add_rates(micro, intervals.micro);
  add_rates(macro, intervals.macro);
  return {{"micro", micro}, {"macro", macro}};
}

Json best_json(const std::optional<BestThreshold>& best) {
  if (!best) return nullptr;
  Json ranges = Json::array();
  for (const ThresholdRange& range : best->ranges) ranges.push_back({range.lower, range.upper});
  return {{"informedness", best->informedness}, {"intervals", ranges}, {"threshold", best->threshold}};
}

Json reliability_json(const std::vector<ReliabilityBin>& bins) {
  Json json = Json::array();
  for (const ReliabilityBin& bin : bins)
    json.push_back({{"cells", bin.cells},
                    {"score", bin.score},
                    {"positive", bin.positive},
                    {"corrected", bin.corrected}});
  return json;
}

Json group_json(const GroupEvaluation& group) {
  return {{"name", group.group.name},
          {"tags", group.group.tags.size()},
          {"observed", figures_json(group.observed)},
          {"observed_intervals", intervals_json(group.intervals.observed)},
          {"corrected", figures_json(group.corrected)},
          {"corrected_intervals", intervals_json(group.intervals.corrected)},
          {"at_best_thresholds", figures_json(group.at_best)},
          {"average_precision",
           {{"macro", to_json(group.average_precision)}, {"micro", to_json(group.micro_average_precision)}}},
          {"calibration_error",
           {{"macro", to_json(group.calibration_error)}, {"micro", to_json(group.micro_calibration_error)}}},
          {"reliability", reliability_json(group.reliability)}};
}

Json suspicious_json(const std::vector<SuspiciousLabel>& labels, const ScoreSource& source) {
  Json json = Json::array();
  for (const SuspiciousLabel& label : labels)
    json.push_back({{"tag", source.vocabulary().name(label.tag)},
                    {"picture", source.name(label.picture)},
                    {"score", label.score}});
  return json;
}

Json resolution_json(const Resolution& resolution) {
  return {{"exact", resolution.kind == StepKind::kDistinctScores},
          {"average_precision_error", resolution.average_precision},
          {"mean_average_precision_error", resolution.mean_average_precision},
          {"best_informedness_error", resolution.best_informedness},
          {"mean_best_informedness_error", resolution.mean_best_informedness}};
}

Json sweep_json(const Evaluation& evaluation) {
  Json json = Json::array();
  for (const SweepPoint& point : evaluation.sweep)
    json.push_back({{"threshold", point.threshold},
                    {"macro_informedness", to_json(point.figures.macro[Rate::kInformedness].mean)},
                    {"micro_informedness", to_json(point.figures.micro[Rate::kInformedness])},
                    {"micro_precision", to_json(point.figures.micro[Rate::kPrecision])},
                    {"micro_recall", to_json(point.figures.micro[Rate::kTpr])}});
  return json;
}

// The lists that have one entry per tag.
class PerTag {
 public:
  PerTag(const Evaluation& evaluation, const Vocabulary& vocabulary) {
    for (const int tag : evaluation.groups.front().group.tags) {
      const auto index = static_cast<std::size_t>(tag);
      const TagEvaluation& found = evaluation.tags[index];
      names.push_back(vocabulary.name(tag));
      categories.push_back(to_string(vocabulary.category(tag)));
      at_threshold.push_back(counts_json(found.counts));
      at_threshold.back()["informedness_interval"] = to_json(std::optional(found.informedness));
      at_threshold.back()["threshold"] = evaluation.thresholds[index];
      corrected.push_back(counts_json(found.corrected));
      omission.push_back(evaluation.omission[index]);
      average_precision.push_back(to_json(found.average_precision));
      best.push_back(best_json(found.best));
      at_best.push_back(counts_json(found.at_best));
      calibration_error.push_back(to_json(found.calibration_error));
    }
  }

  Json names, categories, at_threshold, corrected, omission, average_precision, best, at_best,
      calibration_error;
};

Json with_tags(Json figures, Json tags) {
  figures["tags"] = std::move(tags);
  return figures;
}

}  // namespace

std::string eval_json(const EvalReport& report, const ScoreSource& source) {
  const Evaluation& evaluation = report.evaluation;
  const GroupEvaluation& all = evaluation.groups.front();
  PerTag tags(evaluation, source.vocabulary());
  Json groups = Json::array();
  for (const GroupEvaluation& group : evaluation.groups) groups.push_back(group_json(group));
  const Json json = {
      {"images", evaluation.pictures},
      {"tags", all.group.tags.size()},
      {"model", source.model()},
      {"labels", source.labels()},
      {"without_scores", report.pictures.missing},
      {"lowest_score", evaluation.floor},
      {"names", tags.names},
      {"categories", tags.categories},
      {"at_threshold", {{report.thresholds, with_tags(figures_json(all.observed), tags.at_threshold)}}},
      {"omission", {{"origin", report.omission}, {"per_tag", tags.omission}}},
      {"corrected", with_tags(figures_json(all.corrected), tags.corrected)},
      {"average_precision",
       {{"per_tag", tags.average_precision},
        {"macro", to_json(all.average_precision)},
        {"micro", to_json(all.micro_average_precision)}}},
      {"best_threshold", tags.best},
      {"at_best_thresholds", with_tags(figures_json(all.at_best), tags.at_best)},
      {"calibration_error",
       {{"per_tag", tags.calibration_error},
        {"macro", to_json(all.calibration_error)},
        {"micro", to_json(all.micro_calibration_error)}}},
      {"one_threshold", sweep_json(evaluation)},
      {"groups", groups},
      {"suspicious",
       {{"missing", suspicious_json(report.missing, source)},
        {"wrong", suspicious_json(report.wrong, source)}}},
      {"resolution", resolution_json(evaluation.resolution)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jtp
