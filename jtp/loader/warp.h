// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/image/image.h"

namespace jtp {

struct Warp {
  double degrees = 0;  // clockwise, less than 90 to either side
  double stretch = 1;  // factor by which width over height changes; above 0
  bool operator==(const Warp&) const = default;
};

// The picture turned and stretched around its middle, scaled so that its longest side keeps its length and
// nothing is cut off. Uncovered pixels are transparent. Bilinear, on premultiplied colour.
Image warped(const Image& image, const Warp& warp);

}  // namespace jtp
