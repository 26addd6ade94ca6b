// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/compat/gradio_call.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/picture_request.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr double kConfidence = 0.25;  // the userscript's

PictureContent picture_of(const nlohmann::json& body) {
  const std::string image = string_field(body, "image", "");
  if (!image.empty()) return decode_picture(image);
  std::string url = string_field(body, "image_url", "");
  if (url.empty()) fail(ErrorKind::kInvalidInput, "`image` or `image_url` is required");
  return PictureUrl{std::move(url)};
}

// {"data": ["tag one, tag two"]}
WebResponse format(const PictureOutcome& outcome, float confidence) {
  std::string text;
  for (const SelectedTag& tag : tags_of(outcome, ThresholdRule::kAbove, confidence)) {
    if (!text.empty()) text += ", ";
    text += spell(tag.name, {});
  }
  return json_response(to_text({{"data", AnswerJson::array({text})}}));
}

void predict(const Services& services, const std::shared_ptr<Exchange>& exchange) {
  const nlohmann::json body = parse_json_object(exchange->request().body);
  const auto confidence = static_cast<float>(number_field(body, "confidence", {0, 1}, kConfidence));
  tag_one(picture_of(body), services, exchange,
          [confidence](const PictureOutcome& outcome) { return format(outcome, confidence); });
}

}  // namespace

void add_e6_routes(Router& router, const Services& services) {
  router.add({.method = "GET",
              .pattern = "/api/e6/health",
              .handle =
                  [](const std::shared_ptr<Exchange>& exchange) {
                    exchange->respond(json_response(to_text({{"status", "ok"}})));
                  },
              .place = Place::kServer,
              .refuse = format_detail});
  router.add(
      {.method = "POST",
       .pattern = "/api/e6/predict",
       .handle = [services](const std::shared_ptr<Exchange>& exchange) { predict(services, exchange); },
       .takes = BodyType::kJson,
       .refuse = format_detail});
  router.add(gradio3_route("/api/predict", services));
}

}  // namespace jtp
