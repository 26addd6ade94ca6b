// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace jtp {

// A picture as Pillow's convert("RGBA") makes it: 8 bits a channel, straight (not premultiplied) alpha, no
// colour management. rgba holds height rows of width pixels of R, G, B, A, from the top.
struct Image {
  int width = 0;   // pixels, >= 1
  int height = 0;  // pixels, >= 1
  std::vector<std::uint8_t> rgba;
};

}  // namespace jtp
