// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/image/image.h"

namespace jtp {

struct Warp {
  double degrees = 0;  // turned clockwise, below 90 to either side
  double stretch = 1;  // width over height, times as much as it was; above 0
  bool operator==(const Warp&) const = default;
};

// The picture turned and stretched around its middle, scaled so that its longest side is as long as before
// and nothing is cut off; what it does not cover is transparent. Bilinear, on premultiplied colour.
Image warped(const Image& image, const Warp& warp);

}  // namespace jtp
