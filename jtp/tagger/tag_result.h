// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/base/picture_facts.h"

namespace jtp {

// What the network says about one picture.
struct TagResult : PictureFacts {
  std::vector<float> scores;  // [K] probabilities, indexed as the vocabulary
  std::vector<float> pooled;  // [D], the input of the head; empty unless it was asked for
};

}  // namespace jtp
