// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "jtp/image/image.h"

namespace jtp {

// A heat map in the colours of matplotlib's inferno, to lie over a width x height picture: values from 0.2 on
// with 60 % opacity, the rest transparent. `map`: [grid, grid] in 0 ... 1 over the network's square input, in
// whose middle the picture lies, so that the bands beyond it are cut off. Sizes >= 1. Throws what
// active_isa() throws.
Image heat_overlay(std::span<const float> map, int grid, int width, int height);

// `over` on `picture`, of the same size; the picture's alpha stays. Throws Error kInternal for other sizes.
Image blend(Image picture, const Image& over);

}  // namespace jtp
