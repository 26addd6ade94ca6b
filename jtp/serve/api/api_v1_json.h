// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "jtp/serve/picture_request.h"
#include "jtp/serve/services.h"
#include "jtp/tags/selection.h"

namespace jtp {

// The answers of the API as JSON text; openapi.json has schemas of the same names.

// What a request asks about each picture.
struct PictureQuestion {
  std::vector<std::string> names;  // of the pictures, chosen by the client
  Thresholds thresholds;
  SelectionOptions selection;
  ScoreVector scores = ScoreVector::kNone;
};

std::string tag_answer(std::span<const PictureOutcome> outcomes, const PictureQuestion& question);
std::string accepted_event(std::size_t pictures);
std::string picture_event(std::size_t index, const PictureOutcome& outcome, const PictureQuestion& question);
std::string done_event(std::span<const PictureOutcome> outcomes);
std::string heat_map_answer(const ModelFacts& model, const TagScore& tag, std::span<const float> map);

// The vocabulary, and the thresholds for requests that give none.
std::string tags_answer(const ModelFacts& model, const Thresholds& thresholds);

std::string model_answer(const Services& services);

}  // namespace jtp
