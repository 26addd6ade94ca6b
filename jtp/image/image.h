// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace jtp {

// A picture as Pillow's convert("RGBA") gives it: 8 bits per channel, straight (not premultiplied) alpha, no
// colour management. rgba has `height` rows of `width` pixels R, G, B, A, top row first.
struct Image {
  int width = 0;   // pixels, >= 1
  int height = 0;  // pixels, >= 1
  std::vector<std::uint8_t> rgba;
};

}  // namespace jtp
