// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/review/report.h"

namespace jtp {
namespace {

// Numbers are floats, so they are written as 0.35, not 0.3499999940395355.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, float>;

Json range_json(const std::optional<ShareRange>& range) {
  if (!range) return nullptr;
  return {{"low", range->low}, {"point", range->point}, {"high", range->high}, {"answers", range->answers}};
}

Json group_json(const GroupReport& group) {
  Json json = {{"name", group.name}};
  if (!group.category.empty()) json["category"] = group.category;
  json["answers"] = group.answers;
  json["right"] = range_json(group.right);
  json["overlooked"] = range_json(group.overlooked);
  json["advice"] = nullptr;
  if (group.advice) {
    json["advice"] = {{"threshold", group.advice->threshold},
                      {"confirmed", group.advice->is_confirmed},
                      {"confirming", range_json(group.advice->confirming)}};
  }
  return json;
}

Json agreement_json(const Agreement& agreement) {
  Json json = {{"pairs", agreement.pairs()}, {"same", agreement.same()}, {"kappa", nullptr}};
  if (const auto kappa = agreement.kappa()) json["kappa"] = *kappa;
  return json;
}

Json findings_json(const ReviewPlan& plan, const std::vector<ReviewFinding>& findings) {
  Json array = Json::array();
  for (const ReviewFinding& finding : findings) {
    Json json = {{"picture", finding.picture},
                 {"sha256", plan.pictures[static_cast<std::size_t>(finding.picture)].sha256},
                 {"tag", finding.tag}};
    if (finding.score) json["score"] = *finding.score;
    array.push_back(std::move(json));
  }
  return array;
}

template <typename T, typename Write>
Json array_json(const std::vector<T>& things, Write&& write) {
  Json array = Json::array();
  for (const T& thing : things) array.push_back(write(thing));
  return array;
}

}  // namespace

std::string report_json(const Review& review, const ReviewReport& report) {
  const ReviewCounts& counts = report.counts;
  const Json json = {
      {"kind", to_string(review.plan.kind)},
      {"model", review.plan.model},
      {"threshold", review.plan.threshold},
      {"population", review.plan.population},
      {"reviewers", reviewers(review)},
      {"questions", counts.questions},
      {"yes", counts.yes},
      {"no", counts.no},
      {"unsure", counts.unsure},
      {"skipped", counts.skipped},
      {"all", group_json(report.all)},
      {"bands", array_json(report.bands,
                           [](const BandReport& band) {
                             return Json{{"above", band.above},
                                         {"up_to", band.up_to},
                                         {"cells", band.cells},
                                         {"present", range_json(band.present)}};
                           })},
      {"categories", array_json(report.categories, group_json)},
      {"tags", array_json(report.tags, group_json)},
      {"repeated", agreement_json(report.repeated)},
      {"between", agreement_json(report.between)},
      {"wrong", findings_json(review.plan, report.wrong)},
      {"missed", findings_json(review.plan, report.missed)},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace jtp
