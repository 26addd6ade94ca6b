// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace jtp {

// What the network says about one picture.
struct TagResult {
  std::string sha256;  // of the file's bytes, lower-case hexadecimal
  int width = 0;       // pixels, of the picture in the file
  int height = 0;
  std::vector<float> scores;  // [K] probabilities, indexed as the vocabulary
  std::vector<float> pooled;  // [D], the input of the head; empty unless it was asked for
};

}  // namespace jtp
