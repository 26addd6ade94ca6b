// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

// Numbers are floats, so they are written as 0.35, not 0.3499999940395355.
using OrderedJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                         std::uint64_t, float>;

std::string line(const OrderedJson& record) {
  return record.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

OrderedJson plan_head(const ReviewPlan& plan) {
  return {{"record", "review"},        {"version", kReviewVersion},         {"kind", to_string(plan.kind)},
          {"model", plan.model},       {"model_sha256", plan.model_sha256}, {"precision", plan.precision},
          {"decoding", plan.decoding}, {"threshold", plan.threshold},       {"seed", plan.seed},
          {"created", plan.created},   {"population", plan.population},     {"bands", plan.bands}};
}

OrderedJson question_record(const ReviewQuestion& question) {
  OrderedJson record = {{"record", "question"},  {"picture", question.picture},
                        {"tag", question.tag},   {"score", question.score},
                        {"band", question.band}, {"weight", question.weight}};
  if (question.repeats) record["repeats"] = *question.repeats;
  return record;
}

}  // namespace

std::string plan_text(const ReviewPlan& plan) {
  std::string out = line(plan_head(plan));
  for (const ReviewTag& tag : plan.tags) {
    out += line(
        {{"record", "tag"}, {"name", tag.name}, {"category", to_string(tag.category)}, {"cells", tag.cells}});
  }
  for (const ReviewPicture& picture : plan.pictures) {
    out += line({{"record", "picture"},
                 {"path", picture.path},
                 {"sha256", picture.sha256},
                 {"width", picture.width},
                 {"height", picture.height}});
  }
  for (const ReviewQuestion& question : plan.questions) out += line(question_record(question));
  return out;
}

std::string answer_text(const ReviewAnswer& answer) {
  OrderedJson verdicts = OrderedJson::array();
  for (const QuestionVerdict& verdict : answer.verdicts) {
    verdicts.push_back({{"question", verdict.question}, {"verdict", to_string(verdict.verdict)}});
  }
  OrderedJson record = {{"record", "answer"},
                        {"reviewer", answer.reviewer},
                        {"time", answer.time},
                        {"verdicts", std::move(verdicts)}};
  if (answer.picture) {
    record["picture"] = *answer.picture;
    record["missed"] = answer.missed;
  }
  return line(record);
}

std::string undo_text(std::string_view reviewer, std::int64_t time) {
  return line({{"record", "undo"}, {"reviewer", reviewer}, {"time", time}});
}

void check_answer(const ReviewPlan& plan, const ReviewAnswer& answer) {
  const auto is_name = [](std::string_view name) { return !name.empty() && name.size() <= kMaxReviewName; };
  if (!is_name(answer.reviewer))
    fail(ErrorKind::kInvalidInput, "the name of the reviewer is empty or too long");
  std::set<int> asked;
  for (const QuestionVerdict& verdict : answer.verdicts) {
    if (!asked.insert(verdict.question).second)
      fail(ErrorKind::kInvalidInput, "question {} occurs twice in one answer", verdict.question);
    if (verdict.question < 0 || verdict.question >= static_cast<int>(plan.questions.size())) {
      fail(ErrorKind::kInvalidInput, "question {} does not exist; the review has {}", verdict.question,
           plan.questions.size());
    }
    const int picture = plan.questions[static_cast<std::size_t>(verdict.question)].picture;
    if (answer.picture && picture != *answer.picture) {
      fail(ErrorKind::kInvalidInput, "question {} is not about picture {}", verdict.question,
           *answer.picture);
    }
  }
  if (answer.picture && (*answer.picture < 0 || *answer.picture >= static_cast<int>(plan.pictures.size()))) {
    fail(ErrorKind::kInvalidInput, "picture {} does not exist; the review has {}", *answer.picture,
         plan.pictures.size());
  }
  if (!answer.picture && (answer.verdicts.size() != 1 || !answer.missed.empty())) {
    fail(ErrorKind::kInvalidInput,
         "an answer without a picture must have exactly one verdict and no missed tags");
  }
  if (answer.missed.size() > kMaxMissedTags ||
      !std::all_of(answer.missed.begin(), answer.missed.end(), is_name)) {
    fail(ErrorKind::kInvalidInput, "missed may have at most {} tags, each with a name that is not too long",
         kMaxMissedTags);
  }
}

void add_answer(Review& review, ReviewAnswer answer) {
  const auto asks_the_same = [&](const ReviewAnswer& before) {
    if (before.picture != answer.picture) return false;
    if (!answer.picture && before.verdicts.front().question != answer.verdicts.front().question) return false;
    return before.reviewer == answer.reviewer;
  };
  std::erase_if(review.answers, asks_the_same);
  review.answers.push_back(std::move(answer));
}

bool undo_answer(Review& review, std::string_view reviewer) {
  const auto last = std::find_if(review.answers.rbegin(), review.answers.rend(),
                                 [&](const ReviewAnswer& answer) { return answer.reviewer == reviewer; });
  if (last == review.answers.rend()) return false;
  review.answers.erase(std::next(last).base());
  return true;
}

}  // namespace jtp
