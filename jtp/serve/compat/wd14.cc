// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/picture_request.h"

namespace jtp {
namespace {

using Shared = std::shared_ptr<Exchange>;

// The extensions differ in the default and in what a score equal to the threshold means.
constexpr double kNestedThreshold = 0;   // score > threshold
constexpr double kFlatThreshold = 0.35;  // score >= threshold

WebResponse format(const PictureOutcome& outcome, float threshold, Wd14Shape shape) {
  AnswerJson tags = AnswerJson::object();
  const ThresholdRule rule = shape == Wd14Shape::kNested ? ThresholdRule::kAbove : ThresholdRule::kAtLeast;
  for (const SelectedTag& tag : tags_of(outcome, rule, threshold)) tags[std::string(tag.name)] = tag.score;
  if (shape == Wd14Shape::kFlat) return json_response(to_text({{"caption", std::move(tags)}}));
  // The models know no ratings.
  return json_response(to_text({{"caption", {{"tag", std::move(tags)}, {"rating", AnswerJson::object()}}}}));
}

void interrogate(const Services& services, Wd14Shape shape, const Shared& exchange) {
  const nlohmann::json body = parse_json_object(exchange->request().body);
  if (string_field(body, "model", "") != services.facts.model_name) {
    return exchange->refuse(not_found("not_found", "Model not found"));
  }
  const std::string image = string_field(body, "image", "");
  if (image.empty()) return exchange->refuse(not_found("not_found", "Image not found"));
  if (!string_field(body, "queue", "").empty() || !string_field(body, "name_in_queue", "").empty()) {
    fail(ErrorKind::kInvalidInput, "queues are not supported");
  }
  const double otherwise = shape == Wd14Shape::kNested ? kNestedThreshold : kFlatThreshold;
  const auto threshold = static_cast<float>(number_field(body, "threshold", {0, 1}, otherwise));
  tag_one(decode_picture(image), services, exchange,
          [threshold, shape](const PictureOutcome& outcome) { return format(outcome, threshold, shape); });
}

void unload(const Services& services, Exchange& exchange) {
  const int count = services.model.state() == ModelState::kLoaded ? 1 : 0;
  services.model.unload();
  exchange.respond(json_response(to_text("Successfully unload " + std::to_string(count) + " model(s)")));
}

}  // namespace

void add_wd14_routes(Router& router, const Services& services, Wd14Shape shape) {
  router.add({.method = "GET",
              .pattern = "/tagger/v1/interrogators",
              .handle =
                  [services](const Shared& exchange) {
                    exchange->respond(
                        json_response(to_text({{"models", AnswerJson::array({services.facts.model_name})}})));
                  },
              .place = Place::kServer,
              .refuse = format_detail});
  router.add({.method = "POST",
              .pattern = "/tagger/v1/interrogate",
              .handle = [services, shape](const Shared& exchange) { interrogate(services, shape, exchange); },
              .takes = BodyType::kJson,
              .refuse = format_detail});
  router.add({.method = "POST",
              .pattern = "/tagger/v1/unload-interrogators",
              .handle = [services](const Shared& exchange) { unload(services, *exchange); },
              .refuse = format_detail});
}

}  // namespace jtp
