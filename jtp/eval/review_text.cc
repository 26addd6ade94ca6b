// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/review_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Json = nlohmann::json;
// Numbers are written with a float's digits: 0.35, not 0.3499999940395355.
using OrderedJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                         std::uint64_t, float>;

constexpr int kVersion = 1;
constexpr std::size_t kMaxName = 1024;    // bytes of a tag's or a reviewer's name
constexpr std::size_t kMaxMissed = 1000;  // tags added to one picture
constexpr std::int64_t kMaxBands = 64;

std::string line(const OrderedJson& record) {
  return record.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

OrderedJson plan_head(const ReviewPlan& plan) {
  return {{"record", "review"},
          {"version", kVersion},
          {"kind", to_string(plan.kind)},
          {"model", plan.model},
          {"model_sha256", plan.model_sha256},
          {"precision", plan.precision},
          {"decoding", plan.decoding},
          {"threshold", plan.threshold},
          {"seed", plan.seed},
          {"created", plan.created},
          {"population", plan.population},
          {"bands", plan.bands}};
}

OrderedJson question_record(const ReviewQuestion& question) {
  OrderedJson record = {{"record", "question"},  {"picture", question.picture},
                        {"tag", question.tag},   {"score", question.score},
                        {"band", question.band}, {"weight", question.weight}};
  if (question.repeats) record["repeats"] = *question.repeats;
  return record;
}

// Reads records and builds the review; the messages name source and line.
class ReviewParser {
 public:
  explicit ReviewParser(std::string_view source) : source_(source) {}

  void take(const Json& record, std::size_t number) {
    line_ = number;
    const std::string kind = text(record, "record");
    if (number == 1) {
      if (kind != "review") fail_here("the first record is no review");
      take_head(record);
    } else if (kind == "tag") {
      take_tag(record);
    } else if (kind == "picture") {
      take_picture(record);
    } else if (kind == "question") {
      take_question(record);
    } else if (kind == "answer") {
      take_answer(record);
    } else if (kind == "undo") {
      undo_answer(review_, text(record, "reviewer"));
    } else {
      fail_here("a record of an unknown kind");
    }
  }

  Review finish() && {
    if (line_ == 0) fail_here("no review");
    return std::move(review_);
  }

 private:
  [[noreturn]] void fail_here(std::string_view what) const {
    fail(ErrorKind::kInvalidInput, "{}:{}: {}", source_, line_, what);
  }

  const Json& field(const Json& record, const char* name) const {
    const auto found = record.find(name);
    if (found == record.end()) fail(ErrorKind::kInvalidInput, "{}:{}: {} is missing", source_, line_, name);
    return *found;
  }

  std::string text(const Json& record, const char* name) const {
    const Json& value = field(record, name);
    if (!value.is_string()) fail(ErrorKind::kInvalidInput, "{}:{}: {} is no text", source_, line_, name);
    return value.get<std::string>();
  }

  std::int64_t whole(const Json& record, const char* name, std::int64_t least, std::int64_t most) const {
    return whole_value(field(record, name), name, least, most);
  }

  std::int64_t whole_value(const Json& value, std::string_view name, std::int64_t least,
                           std::int64_t most) const {
    const bool fits =
        value.is_number_integer() &&
        !(value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) &&
        value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
    if (!fits) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} is no whole number from {} to {}", source_, line_, name,
           least, most);
    }
    return value.get<std::int64_t>();
  }

  // The index of something that has been read before.
  template <typename T>
  int index(const Json& record, const char* name, const std::vector<T>& things) const {
    return static_cast<int>(whole(record, name, 0, static_cast<std::int64_t>(things.size()) - 1));
  }

  double number(const Json& value, std::string_view name, double least, double most) const {
    const double found = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(found >= least && found <= most)) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} is no number from {} to {}", source_, line_, name, least,
           most);
    }
    return found;
  }

  const Json& array(const Json& record, const char* name, std::size_t most) const {
    const Json& value = field(record, name);
    if (!value.is_array() || value.size() > most) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} is no array of at most {} values", source_, line_, name,
           most);
    }
    return value;
  }

  void take_head(const Json& record) {
    const std::int64_t version = whole(record, "version", 1, std::numeric_limits<int>::max());
    if (version > kVersion) {
      fail(ErrorKind::kUnsupported, "{}: a review of version {}; this program reads {}", source_, version,
           kVersion);
    }
    const auto kind = parse_review_kind(text(record, "kind"));
    if (!kind) fail_here("kind is neither measured nor diverse");
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    ReviewPlan& plan = review_.plan;
    plan.kind = *kind;
    plan.model = text(record, "model");
    plan.model_sha256 = text(record, "model_sha256");
    plan.precision = text(record, "precision");
    plan.decoding = text(record, "decoding");
    plan.threshold = static_cast<float>(number(field(record, "threshold"), "threshold", 0, 1));
    plan.seed = static_cast<std::uint64_t>(whole(record, "seed", 0, kMost));
    plan.created = whole(record, "created", 0, kMost);
    plan.population = whole(record, "population", 0, kMost);
    for (const Json& edge : array(record, "bands", kMaxBands)) {
      plan.bands.push_back(static_cast<float>(number(edge, "bands", 0, 1)));
    }
    if (!std::is_sorted(plan.bands.begin(), plan.bands.end())) fail_here("bands do not ascend");
  }

  void take_tag(const Json& record) {
    ReviewTag tag{.name = text(record, "name"), .category = TagCategory::kGeneral, .cells = {}};
    if (tag.name.empty() || tag.name.size() > kMaxName) fail_here("a tag without a name, or with a long one");
    const auto category = parse_category(text(record, "category"));
    if (!category) fail_here("an unknown category");
    tag.category = *category;
    for (const Json& cells : array(record, "cells", kMaxBands)) {
      tag.cells.push_back(whole_value(cells, "cells", 0, std::int64_t{1} << 53));
    }
    if (!tag.cells.empty() && tag.cells.size() != review_.plan.bands.size()) {
      fail_here("cells are not as many as the bands");
    }
    review_.plan.tags.push_back(std::move(tag));
  }

  void take_picture(const Json& record) {
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    review_.plan.pictures.push_back({.path = text(record, "path"),
                                     .sha256 = text(record, "sha256"),
                                     .width = static_cast<int>(whole(record, "width", 0, kMost)),
                                     .height = static_cast<int>(whole(record, "height", 0, kMost))});
  }

  void take_question(const Json& record) {
    ReviewPlan& plan = review_.plan;
    ReviewQuestion question{.picture = index(record, "picture", plan.pictures),
                            .tag = index(record, "tag", plan.tags),
                            .score = static_cast<float>(number(field(record, "score"), "score", 0, 1))};
    const bool is_measured = plan.kind == ReviewKind::kMeasured;
    if (is_measured) question.band = index(record, "band", plan.bands);
    if (is_measured && plan.tags[static_cast<std::size_t>(question.tag)].cells.empty()) {
      fail_here("a question about a tag whose cells were not counted");
    }
    question.weight = number(field(record, "weight"), "weight", 0, 0x1p53);
    if (record.contains("repeats")) question.repeats = index(record, "repeats", plan.questions);
    plan.questions.push_back(question);
  }

  void take_answer(const Json& record) {
    ReviewAnswer answer{.reviewer = text(record, "reviewer"),
                        .time = whole(record, "time", 0, std::numeric_limits<std::int64_t>::max()),
                        .verdicts = {}};
    for (const Json& given : array(record, "verdicts", review_.plan.questions.size())) {
      if (!given.is_object()) fail_here("verdicts holds what is no object");
      const auto verdict = parse_verdict(text(given, "verdict"));
      if (!verdict) fail_here("a verdict that is none of yes, no, unsure, skip");
      answer.verdicts.push_back({index(given, "question", review_.plan.questions), *verdict});
    }
    if (record.contains("picture")) answer.picture = index(record, "picture", review_.plan.pictures);
    if (record.contains("missed")) {
      for (const Json& tag : array(record, "missed", kMaxMissed)) {
        if (!tag.is_string()) fail_here("missed holds what is no text");
        answer.missed.push_back(tag.get<std::string>());
      }
    }
    try {
      check_answer(review_.plan, answer);
    } catch (const Error& error) {
      fail_here(error.what());
    }
    add_answer(review_, std::move(answer));
  }

  std::string_view source_;
  std::size_t line_ = 0;
  Review review_;
};

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

ParsedReview parse_review(std::string_view text, std::string_view source) {
  ReviewParser parser(source);
  std::size_t begin = 0;
  for (std::size_t number = 1; begin < text.size(); ++number) {
    const std::size_t end = text.find('\n', begin);
    const std::size_t next = end == std::string_view::npos ? text.size() : end + 1;
    const Json record = Json::parse(text.substr(begin, next - begin), nullptr, false);
    const bool is_torn = next == text.size() && (end == std::string_view::npos || record.is_discarded());
    if (is_torn) break;
    if (!record.is_object()) fail(ErrorKind::kInvalidInput, "{}:{}: no JSON object", source, number);
    parser.take(record, number);
    begin = next;
  }
  return {std::move(parser).finish(), begin};
}

void check_answer(const ReviewPlan& plan, const ReviewAnswer& answer) {
  const auto is_name = [](std::string_view name) { return !name.empty() && name.size() <= kMaxName; };
  if (!is_name(answer.reviewer))
    fail(ErrorKind::kInvalidInput, "a reviewer without a name, or with a long one");
  for (const QuestionVerdict& verdict : answer.verdicts) {
    if (verdict.question < 0 || verdict.question >= static_cast<int>(plan.questions.size())) {
      fail(ErrorKind::kInvalidInput, "there is no question {}, only {}", verdict.question,
           plan.questions.size());
    }
    const int picture = plan.questions[static_cast<std::size_t>(verdict.question)].picture;
    if (answer.picture && picture != *answer.picture) {
      fail(ErrorKind::kInvalidInput, "question {} is not about picture {}", verdict.question,
           *answer.picture);
    }
  }
  if (answer.picture && (*answer.picture < 0 || *answer.picture >= static_cast<int>(plan.pictures.size()))) {
    fail(ErrorKind::kInvalidInput, "there is no picture {}, only {}", *answer.picture, plan.pictures.size());
  }
  if (!answer.picture && (answer.verdicts.size() != 1 || !answer.missed.empty())) {
    fail(ErrorKind::kInvalidInput, "an answer of {} verdicts about no picture", answer.verdicts.size());
  }
  if (answer.missed.size() > kMaxMissed ||
      !std::all_of(answer.missed.begin(), answer.missed.end(), is_name)) {
    fail(ErrorKind::kInvalidInput, "more than {} tags were missed, or one has no name", kMaxMissed);
  }
}

void add_answer(Review& review, ReviewAnswer answer) {
  const auto asks_the_same = [&](const ReviewAnswer& before) {
    if (before.reviewer != answer.reviewer || before.picture != answer.picture) return false;
    return answer.picture || before.verdicts.front().question == answer.verdicts.front().question;
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
