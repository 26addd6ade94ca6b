// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/http/multipart.h"

namespace jtp {
namespace {

constexpr std::array kTopK = {50, 75, 100, 150, 200, 300};  // the choices of its page; default first

struct Prediction {
  std::optional<std::string_view> image;
  int top_k = kTopK.front();
};

Prediction parse(const WebRequest& request) {
  Prediction prediction;
  for (const FormPart& part : parse_multipart(request.header("content-type"), request.body)) {
    if (part.name == "image") prediction.image = part.content;
    if (part.name == "top_k") prediction.top_k = parse_integer("top_k", part.content, {0, 1'000'000});
  }
  if (!prediction.image) fail(ErrorKind::kInvalidInput, "the form has no image");
  if (std::find(kTopK.begin(), kTopK.end(), prediction.top_k) == kTopK.end()) {
    fail(ErrorKind::kInvalidInput, "`top_k` must be 50, 75, 100, 150, 200 or 300");
  }
  return prediction;
}

// {"success": true, "tags": [{"tag", "prob", "category"}]}
WebResponse format(const PictureOutcome& outcome, int top_k) {
  AnswerJson tags = AnswerJson::array();
  for (const SelectedTag& tag : tags_of(outcome, ThresholdRule::kAtLeast, 0, top_k)) {
    tags.push_back({{"tag", tag.name}, {"prob", tag.score}, {"category", to_string(tag.category)}});
  }
  return json_response(to_text({{"success", true}, {"tags", std::move(tags)}}));
}

WebResponse format_error(const Refusal& refusal) {
  return refuse_with_json(refusal, to_text({{"error", refusal.message}}));
}

void predict(const Services& services, const std::shared_ptr<Exchange>& exchange) {
  const Prediction prediction = parse(exchange->request());
  tag_one(PictureBytes{exchange, *prediction.image}, services, exchange,
          [top_k = prediction.top_k](const PictureOutcome& outcome) { return format(outcome, top_k); });
}

}  // namespace

void add_e621tagger_routes(Router& router, const Services& services) {
  router.add(
      {.method = "POST",
       .pattern = "/predict",
       .handle = [services](const std::shared_ptr<Exchange>& exchange) { predict(services, exchange); },
       .takes = BodyType::kForm,
       .refuse = format_error});
}

}  // namespace jtp
