// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "jtp/image/image.h"

namespace jtp {

// A heat map in the colours of matplotlib's inferno, as an overlay for a width x height picture: values from
// 0.2 on have 60 % opacity, the rest is transparent. `map`: [grid, grid] in 0 ... 1 over the network's square
// input. The picture lies in the middle of that square, and the bands outside it are cut off. Sizes >= 1.
// Throws what active_isa() throws.
Image heat_overlay(std::span<const float> map, int grid, int width, int height);

// `over` composited on `picture`, which keeps its alpha. Throws Error kInternal if the sizes differ.
Image blend(Image picture, const Image& over);

}  // namespace jtp
