// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/compat/gradio_call.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/picture_request.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr int kMaxTags = 250;  // of the demo

PictureContent picture_of(const Json& value, const FindUpload& find_upload) {
  if (value.is_string()) return decode_picture(value.get_ref<const std::string&>());
  if (!value.is_object()) fail(ErrorKind::kInvalidInput, "`data[0]` must be a string or a file");
  if (std::string url = string_field(value, "url", ""); url.starts_with("http"))
    return PictureUrl{std::move(url)};
  std::string path = string_field(value, "path", "");
  if (path.starts_with("http://") || path.starts_with("https://")) return PictureUrl{std::move(path)};
  return find_upload(path);
}

std::string joined(const std::vector<SelectedTag>& tags) {
  std::string text;
  for (const SelectedTag& tag : tags) {
    if (!text.empty()) text += ", ";
    text += spell(tag.name, {});
  }
  return text;
}

// Every answer of Gradio 3 has these in addition to its data.
WebResponse gradio3_answer(AnswerJson data, std::chrono::steady_clock::time_point begin) {
  const std::chrono::duration<float> elapsed = std::chrono::steady_clock::now() - begin;
  return json_response(
      to_text({{"data", std::move(data)}, {"is_generating", false}, {"duration", elapsed.count()}}));
}

}  // namespace

GradioCall parse_gradio_call(const Json& body, const FindUpload& find_upload) {
  const auto data = body.find("data");
  if (data == body.end() || !data->is_array() || data->empty()) {
    fail(ErrorKind::kInvalidInput, "`data` must be an array that starts with a picture");
  }
  GradioCall call{.picture = PictureUrl{}};
  if (data->size() > 1) {
    const Json threshold = {{"data[1]", (*data)[1]}};
    call.threshold = static_cast<float>(number_field(threshold, "data[1]", {0, 1}, call.threshold));
  }
  const Json& picture = (*data)[0];
  call.is_probe = picture.is_null() || (picture.is_string() && picture.get_ref<const std::string&>().empty());
  if (!call.is_probe) call.picture = picture_of(picture, find_upload);
  return call;
}

AnswerJson gradio_data(const PictureOutcome& outcome, float threshold) {
  AnswerJson confidences = AnswerJson::array();
  const std::vector<SelectedTag> tags = tags_of(outcome, ThresholdRule::kAbove, threshold, kMaxTags);
  for (const SelectedTag& tag : tags) {
    confidences.push_back({{"label", spell(tag.name, {})}, {"confidence", tag.score}});
  }
  const std::string label = tags.empty() ? "" : spell(tags.front().name, {});
  AnswerJson data = AnswerJson::array();
  data.push_back(joined(tags));
  data.push_back({{"label", label}, {"confidences", std::move(confidences)}});
  return data;
}

AnswerJson gradio_probe_data() {
  AnswerJson data = AnswerJson::array();
  data.push_back("");
  data.push_back({{"label", ""}, {"confidences", AnswerJson::array()}});
  return data;
}

Route gradio3_route(std::string pattern, const Services& services) {
  const auto handle = [services](const std::shared_ptr<Exchange>& exchange) {
    const auto begin = std::chrono::steady_clock::now();
    GradioCall call = parse_gradio_call(parse_json_object(exchange->request().body), [](const std::string&) {
      fail(ErrorKind::kInvalidInput, "this address takes pictures only as data URLs");
      return PictureBytes();
    });
    if (call.is_probe) return exchange->respond(gradio3_answer(gradio_probe_data(), begin));
    tag_one(std::move(call.picture), services, exchange,
            [threshold = call.threshold, begin](const PictureOutcome& outcome) {
              return gradio3_answer(gradio_data(outcome, threshold), begin);
            });
  };
  return {.method = "POST",
          .pattern = std::move(pattern),
          .handle = handle,
          .takes = BodyType::kJson,
          .refuse = format_detail};
}

}  // namespace jtp
