// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/picture_request.h"
#include "jtp/serve/tag_run.h"

namespace jtp {
namespace {

using Json = nlohmann::json;
using Shared = std::shared_ptr<Exchange>;

struct Inference {
  std::optional<std::string> id;
  std::vector<NamedPicture> pictures;
  bool wants_probabilities = true;
  bool wants_tags = false;
};

WebResponse format_error(const Refusal& refusal) {
  return refuse_with_json(refusal, to_text({{"error", refusal.message}}));
}

WebResponse answer(const AnswerJson& json) { return json_response(to_text(json)); }

// Data may be nested like the shape, or flat; the order is row by row in both cases.
void flatten(const Json& data, std::vector<float>& values) {
  for (const Json& element : data) {
    if (element.is_array()) {
      flatten(element, values);
    } else if (element.is_number()) {
      values.push_back(element.get<float>());
    } else {
      fail(ErrorKind::kInvalidInput, "every value of `pixels` must be a number");
    }
  }
}

// [n, 3, S, S]; S is checked later, by the model.
void add_pixels(Inference& inference, const Json& shape, const Json& data) {
  if (shape.size() != 4 || !shape[0].is_number_integer()) {
    fail(ErrorKind::kInvalidInput, "`pixels` must have the shape [n, 3, S, S]");
  }
  const auto count = shape[0].get<std::int64_t>();
  std::vector<float> values;
  flatten(data, values);
  if (count < 1 || count > static_cast<std::int64_t>(kMaxPicturesPerRequest) ||
      values.size() % static_cast<std::size_t>(count) != 0) {
    fail(ErrorKind::kInvalidInput, "`pixels`: {} numbers do not make 1 to {} pictures of this shape",
         values.size(), kMaxPicturesPerRequest);
  }
  const auto size = static_cast<std::ptrdiff_t>(values.size()) / count;
  for (std::int64_t i = 0; i < count; ++i) {
    PicturePixels pixels{{values.begin() + i * size, values.begin() + (i + 1) * size}};
    inference.pictures.push_back({"", std::move(pixels)});
  }
}

void add_bytes(Inference& inference, const Json& data) {
  if (data.empty() || data.size() > kMaxPicturesPerRequest) {
    fail(ErrorKind::kUnsupported, "`image_bytes` must hold 1 to {1} pictures, not {0}", data.size(),
         kMaxPicturesPerRequest);
  }
  for (const Json& picture : data) {
    if (!picture.is_string())
      fail(ErrorKind::kInvalidInput, "every entry of `image_bytes` must be a base64 string");
    inference.pictures.push_back({"", decode_picture(picture.get_ref<const std::string&>())});
  }
}

void set_input(Inference& inference, const Json& input) {
  if (!input.is_object() || !input.contains("data") || !input["data"].is_array() ||
      !input.contains("shape") || !input["shape"].is_array()) {
    fail(ErrorKind::kInvalidInput, "an input needs `name`, `datatype`, `shape` and `data`");
  }
  const std::string name = string_field(input, "name", "");
  const std::string type = string_field(input, "datatype", "");
  if (name == "image_bytes" && type == "BYTES") return add_bytes(inference, input["data"]);
  if (name == "pixels" && type == "FP32") return add_pixels(inference, input["shape"], input["data"]);
  fail(ErrorKind::kInvalidInput, "the input must be `image_bytes` (BYTES) or `pixels` (FP32)");
}

void set_outputs(Inference& inference, const Json& outputs) {
  if (!outputs.is_array()) fail(ErrorKind::kInvalidInput, "`outputs` must be an array");
  inference.wants_probabilities = false;
  for (const Json& output : outputs) {
    const std::string name = output.is_object() ? string_field(output, "name", "") : "";
    if (name == "probabilities") {
      inference.wants_probabilities = true;
    } else if (name == "tags") {
      inference.wants_tags = true;
    } else {
      fail(ErrorKind::kInvalidInput, "an output must be `probabilities` or `tags`");
    }
  }
}

Inference parse(const std::string& text) {
  const Json body = parse_json_object(text);
  Inference inference;
  if (body.contains("id")) inference.id = string_field(body, "id", "");
  const auto inputs = body.find("inputs");
  if (inputs == body.end() || !inputs->is_array() || inputs->size() != 1) {
    fail(ErrorKind::kInvalidInput, "`inputs` must be an array with one input");
  }
  set_input(inference, inputs->front());
  if (const auto outputs = body.find("outputs"); outputs != body.end()) set_outputs(inference, *outputs);
  return inference;
}

AnswerJson probabilities(const std::vector<PictureOutcome>& outcomes) {
  AnswerJson data = AnswerJson::array();
  for (const PictureOutcome& outcome : outcomes) {
    for (const float score : outcome.result.scores) data.push_back(score);
  }
  return {{"name", "probabilities"},
          {"shape", AnswerJson::array({outcomes.size(), outcomes.front().result.scores.size()})},
          {"datatype", "FP32"},
          {"data", std::move(data)}};
}

// One text per picture: the tags above the default threshold, "a, b".
AnswerJson tags(const std::vector<PictureOutcome>& outcomes) {
  AnswerJson data = AnswerJson::array();
  for (const PictureOutcome& outcome : outcomes) {
    std::string text;
    for (const SelectedTag& tag : tags_of(outcome, ThresholdRule::kAbove, Thresholds::kDefault)) {
      if (!text.empty()) text += ", ";
      text += tag.name;
    }
    data.push_back(std::move(text));
  }
  return {{"name", "tags"},
          {"shape", AnswerJson::array({outcomes.size()})},
          {"datatype", "BYTES"},
          {"data", std::move(data)}};
}

void infer(const Services& services, const Shared& exchange) {
  Inference inference = parse(exchange->request().body);
  TaggingRun run{.pictures = std::move(inference.pictures), .all = {}};
  run.all = [exchange = exchange.get(), name = services.facts.model_name,
             inference = std::move(inference)](const std::vector<PictureOutcome>& outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (!outcomes[i].error) continue;
      exchange->refuse(bad_request(fmt::format("picture {}: {}", i, outcomes[i].error->what())));
      return WebResponse();
    }
    AnswerJson json = {{"model_name", name}, {"model_version", "1"}};
    if (inference.id) json["id"] = *inference.id;
    json["outputs"] = AnswerJson::array();
    if (inference.wants_probabilities) json["outputs"].push_back(probabilities(outcomes));
    if (inference.wants_tags) json["outputs"].push_back(tags(outcomes));
    return answer(json);
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

AnswerJson tensor(const char* name, const char* type, AnswerJson shape) {
  return {{"name", name}, {"datatype", type}, {"shape", std::move(shape)}};
}

// Sizes are -1 until the model has been loaded.
AnswerJson metadata(const Services& services) {
  const auto model = services.model.facts();
  const int side = model ? model->config.image_size : -1;
  const int tag_count = model ? model->config.num_tags : -1;
  AnswerJson json = {{"name", services.facts.model_name}, {"versions", AnswerJson::array({"1"})}};
  json["platform"] = "jtp_safetensors";
  json["inputs"] = {tensor("image_bytes", "BYTES", AnswerJson::array({-1})),
                    tensor("pixels", "FP32", AnswerJson::array({-1, 3, side, side}))};
  json["outputs"] = {tensor("probabilities", "FP32", AnswerJson::array({-1, tag_count})),
                     tensor("tags", "BYTES", AnswerJson::array({-1}))};
  return json;
}

using Handle = std::function<void(const Shared&)>;

// Only for the model that is served, in its one version.
Handle for_model(const Services& services, Handle handle) {
  return [services, handle = std::move(handle)](const Shared& exchange) {
    if (exchange->path_field("model") != services.facts.model_name) {
      return exchange->refuse(not_found("not_found", "no such model"));
    }
    handle(exchange);
  };
}

void add_model_routes(Router& router, const std::string& base, const Services& services) {
  const auto get = [&](const std::string& pattern, Handle handle) {
    router.add({.method = "GET",
                .pattern = base + pattern,
                .handle = for_model(services, std::move(handle)),
                .place = Place::kServer,
                .refuse = format_error});
  };
  get("", [services](const Shared& exchange) { exchange->respond(answer(metadata(services))); });
  get("/ready", [](const Shared& exchange) { exchange->respond(answer({{"ready", true}})); });
  router.add(
      {.method = "POST",
       .pattern = base + "/infer",
       .handle = for_model(services, [services](const Shared& exchange) { infer(services, exchange); }),
       .takes = BodyType::kJson,
       .refuse = format_error});
}

}  // namespace

void add_inference_v2_routes(Router& router, const Services& services) {
  const auto get = [&](const char* pattern, AnswerJson json) {
    router.add(
        {.method = "GET",
         .pattern = pattern,
         .handle = [json = std::move(json)](const Shared& exchange) { exchange->respond(answer(json)); },
         .place = Place::kServer,
         .refuse = format_error});
  };
  get("/v2", {{"name", "jtp"}, {"version", services.facts.version}, {"extensions", AnswerJson::array()}});
  // The protocol's text uses both names for both probes.
  get("/v2/health/live", {{"live", true}, {"ready", true}});
  get("/v2/health/ready", {{"live", true}, {"ready", true}});
  add_model_routes(router, "/v2/models/{model}", services);
  add_model_routes(router, "/v2/models/{model}/versions/1", services);
}

}  // namespace jtp
