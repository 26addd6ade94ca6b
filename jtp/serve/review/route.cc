// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/review/route.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/review/draw.h"
#include "jtp/review/report.h"
#include "jtp/serve/api/store_search.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/review/desk.h"
#include "jtp/serve/review/picture.h"
#include "jtp/serve/review/state.h"

namespace jtp {
namespace {

using Json = nlohmann::json;
using Shared = std::shared_ptr<Exchange>;

constexpr std::size_t kMaxVerdicts = 10'000;  // of one request
constexpr std::size_t kMaxMissed = 1000;      // of one request
constexpr std::size_t kMaxTagName = 200;

void answer_state(const Services& services, Exchange& exchange) {
  exchange.respond(
      json_response(review_state(*services.review, services.store ? CanBegin::kYes : CanBegin::kNo)));
}

Review require_review(const Services& services) {
  auto review = services.review->review();
  if (!review) fail(ErrorKind::kUsage, "the review has not begun");
  return std::move(*review);
}

void begin(const Services& services, Exchange& exchange) {
  if (services.store == nullptr) {
    return exchange.refuse(not_found("no_store", "the server was started without --store"));
  }
  const Json json = parse_json_object(exchange.request().body);
  const auto kind = parse_review_kind(string_field(json, "kind", "measured"));
  if (!kind) fail(ErrorKind::kInvalidInput, "`kind` must be measured or diverse");
  const DrawRules rules{.kind = *kind, .size = integer_field(json, "size", {1, kMaxReviewSize}, 30)};
  try {
    auto [store, scorer] = services.store->open_scored();
    services.review->begin(draw_review(store, scorer, rules));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kNotFound) throw;
    return exchange.refuse(not_found("nothing_to_review", error.what()));
  }
  answer_state(services, exchange);
}

QuestionVerdict parse_verdict_json(const Json& json, const ReviewPlan& plan) {
  if (!json.is_object()) fail(ErrorKind::kInvalidInput, "every entry of `verdicts` must be an object");
  const auto verdict = parse_verdict(string_field(json, "verdict", ""));
  if (!verdict) fail(ErrorKind::kInvalidInput, "`verdict` must be yes, no, unsure or skip");
  const double last = static_cast<double>(plan.questions.size()) - 1;
  if (!json.contains("question")) fail(ErrorKind::kInvalidInput, "every verdict needs its `question`");
  return {integer_field(json, "question", {0, last}, 0), *verdict};
}

const Json& array_field(const Json& json, const std::string& name, std::size_t most) {
  static const Json kNone = Json::array();
  const auto found = json.find(name);
  if (found == json.end()) return kNone;
  if (!found->is_array() || found->size() > most) {
    fail(ErrorKind::kInvalidInput, "`{}` must be an array of at most {} values", name, most);
  }
  return *found;
}

ReviewAnswer parse_answer(const Json& json, const ReviewPlan& plan) {
  ReviewAnswer answer;
  for (const Json& verdict : array_field(json, "verdicts", kMaxVerdicts)) {
    answer.verdicts.push_back(parse_verdict_json(verdict, plan));
  }
  if (json.contains("picture")) {
    answer.picture = integer_field(json, "picture", {0, static_cast<double>(plan.pictures.size()) - 1}, 0);
  }
  for (const Json& tag : array_field(json, "missed", kMaxMissed)) {
    if (!tag.is_string() || tag.get_ref<const std::string&>().size() > kMaxTagName) {
      fail(ErrorKind::kInvalidInput, "every entry of `missed` must be a tag of at most {} bytes",
           kMaxTagName);
    }
    answer.missed.push_back(tag.get<std::string>());
  }
  return answer;
}

void answer(const Services& services, Exchange& exchange) {
  const Review review = require_review(services);
  services.review->answer(parse_answer(parse_json_object(exchange.request().body), review.plan));
  answer_state(services, exchange);
}

void picture(const Services& services, Exchange& exchange) {
  const Review review = require_review(services);
  const auto number = exchange.request().query.find("number");
  if (number == exchange.request().query.end())
    fail(ErrorKind::kInvalidInput, "`number` is missing in the query");
  const double last = static_cast<double>(review.plan.pictures.size()) - 1;
  const auto index = static_cast<std::size_t>(parse_integer("number", number->second, {0, last}));
  try {
    exchange.respond(review_picture(review.plan.pictures[index], services.facts.max_pixels));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kNotFound) throw;
    exchange.refuse(not_found("picture_gone", error.what()));
  }
}

void report(const Services& services, Exchange& exchange) {
  const Review review = require_review(services);
  exchange.respond(json_response(report_json(review, make_report(review, {}))));
}

void verdicts(const Services& services, Exchange& exchange) {
  exchange.respond({.status = 200,
                    .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                                {"Content-Disposition", "attachment; filename=\"verdicts.csv\""}},
                    .body = facts_csv(require_review(services))});
}

}  // namespace

void add_review_routes(Router& router, const Services& services) {
  using Handler = void (*)(const Services&, Exchange&);
  const auto add = [&](const char* method, const char* path, Handler handler, BodyType takes) {
    router.add({.method = method,
                .pattern = path,
                .handle =
                    [services, handler](const Shared& exchange) {
                      if (services.review == nullptr) {
                        return exchange->refuse(
                            not_found("no_review", "the server was started without --review"));
                      }
                      handler(services, *exchange);
                    },
                .takes = takes});
  };
  add("GET", "/api/v1/review", answer_state, BodyType::kAny);
  add("POST", "/api/v1/review/begin", begin, BodyType::kJson);
  add("POST", "/api/v1/review/answer", answer, BodyType::kJson);
  add(
      "POST", "/api/v1/review/undo",
      [](const Services& given, Exchange& exchange) {
        given.review->undo();
        answer_state(given, exchange);
      },
      BodyType::kAny);
  add("GET", "/api/v1/review/picture", picture, BodyType::kAny);
  add("GET", "/api/v1/review/report", report, BodyType::kAny);
  add("GET", "/api/v1/review/verdicts", verdicts, BodyType::kAny);
}

}  // namespace jtp
