// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

// Pillow's 8-bit arithmetic on single pixels.

namespace jtp {

using Rgba = std::array<std::uint8_t, 4>;

// a * b / 255, rounded to nearest.
constexpr std::uint8_t mul_div_255(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t t = a * b + 128;
  return static_cast<std::uint8_t>(((t >> 8) + t) >> 8);
}

// Straight from premultiplied colour: truncating division, saturated. Colours with alpha 0 or 255 are
// unchanged.
constexpr std::uint8_t unpremultiplied(std::uint32_t colour, std::uint32_t alpha) {
  if (alpha == 0 || alpha == 255) return static_cast<std::uint8_t>(colour);
  return static_cast<std::uint8_t>(std::min<std::uint32_t>(255, 255 * colour / alpha));
}

// Ink amounts (255 is full ink) to opaque RGBA, without colour management.
constexpr Rgba cmyk_to_rgba(std::uint8_t c, std::uint8_t m, std::uint8_t y, std::uint8_t k) {
  const std::uint32_t light = 255u - k;
  const auto channel = [light](std::uint32_t ink) {
    return static_cast<std::uint8_t>(light - mul_div_255(ink, light));
  };
  return {channel(c), channel(m), channel(y), 255};
}

using Palette = std::array<Rgba, 256>;

// Index = lightness. Pillow also uses it for the entries that a file uses but does not define.
constexpr Palette grey_palette() {
  Palette palette{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    const auto grey = static_cast<std::uint8_t>(i);
    palette[i] = {grey, grey, grey, 255};
  }
  return palette;
}

}  // namespace jtp
