// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "examples/draw/canvas.h"

namespace jtp::draw {

struct Picture {
  std::string file;
  Canvas canvas;
};

// The pictures of examples/, drawn anew.
std::vector<Picture> draw_pictures();

}  // namespace jtp::draw
