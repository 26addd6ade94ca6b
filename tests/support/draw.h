// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp::test {

struct PictureSize {
  int width = 48;  // pixels
  int height = 40;
};

// The bytes of a 24-bit BMP file: a disc on a ground, in colours and at a place that follow from `seed`.
std::string draw_bmp(unsigned seed, PictureSize size = {});

}  // namespace jtp::test
