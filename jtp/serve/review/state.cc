// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/review/state.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/review/report.h"
#include "jtp/serve/http/json_text.h"

namespace jtp {
namespace {

constexpr int kSharePoints = 120;  // as many as the page's curve can show

AnswerJson share_json(const std::optional<ShareRange>& share) {
  if (!share) return nullptr;
  return {{"low", static_cast<float>(share->low)},
          {"point", static_cast<float>(share->point)},
          {"high", static_cast<float>(share->high)}};
}

AnswerJson question_json(const ReviewPlan& plan, int number) {
  const ReviewQuestion& question = plan.questions[static_cast<std::size_t>(number)];
  const ReviewTag& tag = plan.tags[static_cast<std::size_t>(question.tag)];
  return {{"question", number}, {"name", tag.name}, {"category", to_string(tag.category)}};
}

// The picture of an item and the questions about it.
AnswerJson item_json(const ReviewPlan& plan, int item) {
  const bool is_measured = plan.kind == ReviewKind::kMeasured;
  const int number = is_measured ? plan.questions[static_cast<std::size_t>(item)].picture : item;
  const ReviewPicture& picture = plan.pictures[static_cast<std::size_t>(number)];
  AnswerJson questions = AnswerJson::array();
  if (is_measured) {
    questions.push_back(question_json(plan, item));
  } else {
    for (std::size_t q = 0; q < plan.questions.size(); ++q) {
      if (plan.questions[q].picture == item) questions.push_back(question_json(plan, static_cast<int>(q)));
    }
  }
  return {{"picture", number},
          {"width", picture.width},
          {"height", picture.height},
          {"questions", std::move(questions)}};
}

AnswerJson open_json(const Review& review, const std::string& reviewer) {
  const ReviewPlan& plan = review.plan;
  const int items = review_items(plan);
  const auto item = open_item(review, reviewer);
  AnswerJson json = {{"kind", to_string(plan.kind)},
                     {"model", plan.model},
                     {"threshold", plan.threshold},
                     {"items", items},
                     {"at", item.value_or(items)}};
  json["ask"] = item ? item_json(plan, *item) : nullptr;
  json["next"] = item && *item + 1 < items ? item_json(plan, *item + 1)["picture"] : nullptr;
  bool can_undo = false;
  for (const ReviewAnswer& answer : review.answers) can_undo = can_undo || answer.reviewer == reviewer;
  json["can_undo"] = can_undo;
  json["answers"] = review.answers.size();
  json["trail"] = AnswerJson::array();
  for (const SharePoint& point : share_so_far(review, kSharePoints)) {
    json["trail"].push_back({{"answers", point.answers}, {"share", share_json(point.share)}});
  }
  return json;
}

}  // namespace

std::string review_state(const ReviewDesk& desk, CanBegin can_begin) {
  const auto review = desk.review();
  AnswerJson json = {{"reviewer", desk.reviewer()}, {"can_begin", !review && can_begin == CanBegin::kYes}};
  json["open"] = review ? open_json(*review, desk.reviewer()) : AnswerJson(nullptr);
  return to_text(json);
}

}  // namespace jtp
