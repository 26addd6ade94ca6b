// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/api_v1.h"

#include <span>
#include <utility>

#include "jtp/base/digest.h"
#include "jtp/serve/api/api_v1_json.h"
#include "jtp/serve/api/heat_map_route.h"
#include "jtp/serve/api/search_route.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/tag_run.h"

namespace jtp {
namespace {

using Shared = std::shared_ptr<Exchange>;

bool wants_events(const WebRequest& request) {
  return media_type(request.header("accept")) == "text/event-stream";
}

TagRequest parse(const Shared& exchange) {
  const WebRequest& request = exchange->request();
  return media_type(request.header("content-type")) == "application/json" ? parse_tag_json(request)
                                                                          : parse_tag_form(request, exchange);
}

PictureQuestion question_of(const TagRequest& request, const ServiceFacts& facts) {
  PictureQuestion question{
      .names = {},
      .thresholds = request.threshold ? Thresholds(*request.threshold) : facts.thresholds,
      .selection = {.limit = request.limit},
      .scores = request.scores};
  for (const NamedPicture& picture : request.pictures) question.names.push_back(picture.name);
  return question;
}

void answer_whole(TaggingRun run, PictureQuestion question, const Services& services,
                  const Shared& exchange) {
  run.all = [question = std::move(question)](const std::vector<PictureOutcome>& outcomes) {
    return json_response(tag_answer(outcomes, question));
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

void answer_with_events(TaggingRun run, PictureQuestion question, const Services& services,
                        const Shared& exchange) {
  services.model.acquire();  // fails here, because an event cannot report a missing model
  const std::size_t count = run.pictures.size();
  run.accepted = [exchange, count] {
    exchange->open_stream({.status = 200,
                           .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
                           .body = {}});
    exchange->send_piece(accepted_event(count));
  };
  run.each = [exchange, question = std::move(question)](std::size_t index, const PictureOutcome& outcome) {
    exchange->send_piece(picture_event(index, outcome, question));
  };
  run.all = [exchange](const std::vector<PictureOutcome>& outcomes) {
    exchange->send_piece(done_event(outcomes));
    return WebResponse();
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

void tag(const Services& services, const Shared& exchange) {
  TagRequest request = parse(exchange);
  PictureQuestion question = question_of(request, services.facts);
  TaggingRun run{.pictures = std::move(request.pictures), .keep = request.keep, .all = {}};
  if (wants_events(exchange->request())) {
    answer_with_events(std::move(run), std::move(question), services, exchange);
  } else {
    answer_whole(std::move(run), std::move(question), services, exchange);
  }
}

void tags(const Services& services, Exchange& exchange) {
  auto model = services.model.facts();
  if (!model) model = services.model.acquire()->facts();
  std::string answer = tags_answer(*model, services.facts.thresholds);
  const std::string etag = '"' + sha256_hex(std::as_bytes(std::span(answer))) + '"';
  WebResponse response{.status = 304, .headers = {}, .body = {}};
  if (exchange.request().header("if-none-match").find(etag) == std::string_view::npos) {
    response = json_response(std::move(answer));
  }
  response.headers["ETag"] = etag;
  response.headers["Cache-Control"] = "no-cache";
  exchange.respond(std::move(response));
}

void unload(const Services& services, Exchange& exchange) {
  services.model.unload();
  services.tagging.kept().clear();
  exchange.respond(json_response(model_answer(services)));
}

}  // namespace

void add_api_v1(Router& router, const Services& services) {
  router.add({.method = "POST",
              .pattern = "/api/v1/tag",
              .handle = [services](const Shared& exchange) { tag(services, exchange); },
              .takes = BodyType::kFormOrJson});
  router.add({.method = "GET", .pattern = "/api/v1/tags", .handle = [services](const Shared& exchange) {
                tags(services, *exchange);
              }});
  router.add(
      {.method = "GET",
       .pattern = "/api/v1/model",
       .handle =
           [services](const Shared& exchange) { exchange->respond(json_response(model_answer(services))); },
       .place = Place::kServer});
  router.add({.method = "GET", .pattern = "/api/v1/heatmap", .handle = [services](const Shared& exchange) {
                answer_heat_map(services, *exchange);
              }});
  router.add({.method = "POST",
              .pattern = "/api/v1/search",
              .handle = [services](const Shared& exchange) { answer_search(services, *exchange); },
              .takes = BodyType::kJson});
  router.add({.method = "POST",
              .pattern = "/api/v1/model/unload",
              .handle = [services](const Shared& exchange) { unload(services, *exchange); }});
}

}  // namespace jtp
