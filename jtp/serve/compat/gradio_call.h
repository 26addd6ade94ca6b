// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "jtp/serve/http/json_text.h"
#include "jtp/serve/http/router.h"
#include "jtp/serve/services.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// What clients of the model card's demo send, {"data": [picture, threshold], ...}, and read.
struct GradioCall {
  PictureContent picture;
  bool is_probe = false;  // an empty string in the picture's place: is the server there?
  float threshold = Thresholds::kDefault;
};

// The content of an uploaded file under its opaque id; throws Error kInvalidInput for one that is unknown.
using FindUpload = std::function<PictureBytes(const std::string& id)>;

// The picture is a data URL, base64, null, or {"path": id} / {"url": address}. Throws Error kInvalidInput.
GradioCall parse_gradio_call(const nlohmann::json& body, const FindUpload& find_upload);

// ["tag one, tag two", {"label", "confidences": [{"label", "confidence"}]}]: the first 250 tags of the
// picture, those above the threshold as text.
AnswerJson gradio_data(const PictureOutcome& outcome, float threshold);

// The same without a picture.
AnswerJson gradio_probe_data();

// Gradio 3's way: one POST, one answer.
Route gradio3_route(std::string pattern, const Services& services);

}  // namespace jtp
