// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/base/picture_facts.h"

namespace jtp {

// What the network says about one picture.
struct TagResult : PictureFacts {
  std::vector<float> scores{};    // [K] probabilities, indexed as the vocabulary
  std::vector<float> pooled{};    // [D], the input of the head; empty unless it was asked for
  std::vector<float> features{};  // [T, D], for Tagger::heat_map(); empty unless they were asked for
};

// What a TagResult has besides the scores.
enum class KeptPooled { kNo, kYes };
enum class KeptFeatures { kNo, kYes };
struct KeptOutputs {
  KeptPooled pooled = KeptPooled::kNo;
  KeptFeatures features = KeptFeatures::kNo;
};

}  // namespace jtp
