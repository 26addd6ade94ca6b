// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/base/picture_facts.h"

namespace jtp {

// The network's results for one picture.
struct TagResult : PictureFacts {
  std::vector<float> scores{};    // [K] probabilities, indexed as the vocabulary
  std::vector<float> pooled{};    // [D], the input of the head; empty unless requested
  std::vector<float> features{};  // [T, D], for Tagger::heat_map(); empty unless requested
};

// What a TagResult contains in addition to the scores.
enum class KeptPooled { kNo, kYes };
enum class KeptFeatures { kNo, kYes };
struct KeptOutputs {
  KeptPooled pooled = KeptPooled::kNo;
  KeptFeatures features = KeptFeatures::kNo;
};

}  // namespace jtp
