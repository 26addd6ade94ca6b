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

// A call from a client of the model card's demo: {"data": [picture, threshold], ...}.
struct GradioCall {
  PictureContent picture;
  bool is_probe = false;  // an empty string instead of a picture: only checks that the server runs
  float threshold = Thresholds::kDefault;
};

// The content of an uploaded file by its opaque id. Throws Error kInvalidInput for an unknown id.
using FindUpload = std::function<PictureBytes(const std::string& id)>;

// The picture is a data URL, base64, null, or {"path": id} / {"url": address}. Throws Error kInvalidInput.
GradioCall parse_gradio_call(const nlohmann::json& body, const FindUpload& find_upload);

// ["tag one, tag two", {"label", "confidences": [{"label", "confidence"}]}]: the first 250 tags of the
// picture, those above the threshold as text.
AnswerJson gradio_data(const PictureOutcome& outcome, float threshold);

// The same without a picture.
AnswerJson gradio_probe_data();

// As in Gradio 3: one POST, one answer.
Route gradio3_route(std::string pattern, const Services& services);

}  // namespace jtp
