// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/premultiply.h"

#include <cstddef>

#include "jtp/image/pixel.h"

namespace jtp {

void premultiply(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < in.size(); i += 4) {
    const std::uint8_t alpha = in[i + 3];
    for (std::size_t c = 0; c < 3; ++c) out[i + c] = mul_div_255(in[i + c], alpha);
    out[i + 3] = alpha;
  }
}

void unpremultiply(std::span<std::uint8_t> rgba) {
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const std::uint8_t alpha = rgba[i + 3];
    for (std::size_t c = 0; c < 3; ++c) rgba[i + c] = unpremultiplied(rgba[i + c], alpha);
  }
}

}  // namespace jtp
