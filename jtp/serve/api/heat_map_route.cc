// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/heat_map_route.h"

#include <algorithm>
#include <string>

#include "jtp/base/error.h"
#include "jtp/image/encode_png.h"
#include "jtp/image/heat_overlay.h"
#include "jtp/serve/api/api_v1_json.h"
#include "jtp/serve/http/json_text.h"

namespace jtp {
namespace {

constexpr std::int64_t kMaxPixels = 1024;  // of a side of the PNG; a page shows no more

// A required field of the query.
const std::string& query_field(const WebRequest& request, const std::string& name) {
  const auto field = request.query.find(name);
  if (field == request.query.end() || field->second.empty()) {
    fail(ErrorKind::kInvalidInput, "`{}` is missing in the query", name);
  }
  return field->second;
}

bool wants_png(const WebRequest& request) {
  const auto format = request.query.find("format");
  if (format == request.query.end() || format->second == "json") return false;
  if (format->second == "png") return true;
  fail(ErrorKind::kInvalidInput, "`format` must be json or png");
}

int shrunk(std::int64_t side, std::int64_t longest) {
  return static_cast<int>(
      std::max<std::int64_t>(1, longest > kMaxPixels ? side * kMaxPixels / longest : side));
}

WebResponse png_answer(const KeptPicture& picture, std::span<const float> map) {
  const int width = picture.result.width, height = picture.result.height;
  const std::int64_t longest = std::max(width, height);
  const Image overlay =
      heat_overlay(map, picture.model->config.grid, shrunk(width, longest), shrunk(height, longest));
  const std::vector<std::byte> png = encode_png(overlay);
  return {.status = 200,
          .headers = {{"Content-Type", "image/png"}},
          .body = std::string(reinterpret_cast<const char*>(png.data()), png.size())};
}

}  // namespace

void answer_heat_map(const Services& services, Exchange& exchange) {
  const WebRequest& request = exchange.request();
  const bool png = wants_png(request);
  const auto picture = services.tagging.kept().find(query_field(request, "picture"));
  if (!picture)
    return exchange.refuse(not_found("picture_gone", "the picture is no longer kept; send it again"));
  const ModelFacts& facts = *picture->model;
  const auto index = facts.vocabulary.find(query_field(request, "tag"));
  if (!index) return exchange.refuse(not_found("unknown_tag", "the model has no such tag"));
  const auto map = services.model.acquire()->heat_map(picture->result.features, *index);
  const float score = picture->result.scores[static_cast<std::size_t>(*index)];
  exchange.respond(png ? png_answer(*picture, map)
                       : json_response(heat_map_answer(facts, {*index, score}, map)));
}

}  // namespace jtp
