// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "examples/draw/canvas.h"

namespace jtp::draw {

// Each returns the bytes of a picture file and throws std::runtime_error where the library refuses.

std::string encode_png(const Pixels& pixels);            // RGBA, or RGB where every pixel is opaque
std::string encode_jpeg(const Pixels& pixels);           // quality 90; alpha is dropped
std::string encode_webp_lossless(const Pixels& pixels);  // RGBA
std::string encode_gif(const Pixels& pixels);  // 6 x 6 x 6 colours; alpha below one half is transparent

}  // namespace jtp::draw
