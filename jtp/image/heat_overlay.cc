// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/heat_overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "jtp/base/error.h"
#include "jtp/base/isa.h"
#include "jtp/image/resample.h"
#include "jtp/image/row_kernels.h"

namespace jtp {
namespace {

// Opacity and cut-off of the official heat map page. That page enlarges its patches in steps before smoothing
// them.
constexpr float kMinShown = 0.2F;
constexpr std::uint8_t kOpacity = 153;  // 60 %
constexpr int kStep = 8;

using Color = std::array<std::uint8_t, 3>;
// Colours of inferno at 0, 1/8 ... 1.
constexpr std::array<Color, 9> kInferno = {{{0x00, 0x00, 0x04},
                                            {0x21, 0x0C, 0x4A},
                                            {0x56, 0x10, 0x6E},
                                            {0x89, 0x22, 0x6A},
                                            {0xBB, 0x37, 0x54},
                                            {0xE3, 0x59, 0x32},
                                            {0xF9, 0x8C, 0x0A},
                                            {0xF9, 0xC9, 0x32},
                                            {0xFC, 0xFF, 0xA4}}};

Color inferno(float value) {
  const float place = std::clamp(value, 0.0F, 1.0F) * (kInferno.size() - 1);
  const auto first = std::min(static_cast<std::size_t>(place), kInferno.size() - 2);
  const float part = place - static_cast<float>(first);
  Color color;
  for (std::size_t c = 0; c < color.size(); ++c) {
    color[c] = static_cast<std::uint8_t>(std::lround(
        std::lerp(static_cast<float>(kInferno[first][c]), static_cast<float>(kInferno[first + 1][c]), part)));
  }
  return color;
}

// The map in colour, with kStep pixels per patch.
Image colored(std::span<const float> map, int grid) {
  const int side = grid * kStep;
  Image image{side, side, {}};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const float value = map[static_cast<std::size_t>(y / kStep * grid + x / kStep)];
      const auto [r, g, b] = inferno(value);
      image.rgba.insert(image.rgba.end(), {r, g, b, value >= kMinShown ? kOpacity : std::uint8_t{0}});
    }
  }
  return image;
}

Image middle_of(const Image& square, int width, int height) {
  const int x0 = (square.width - width) / 2, y0 = (square.height - height) / 2;
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y) {
    const auto row = square.rgba.begin() + (static_cast<std::ptrdiff_t>(y0 + y) * square.width + x0) * 4;
    image.rgba.insert(image.rgba.end(), row, row + static_cast<std::ptrdiff_t>(width) * 4);
  }
  return image;
}

}  // namespace

Image heat_overlay(std::span<const float> map, int grid, int width, int height) {
  const int side = std::max(width, height);
  const Image square = resize_lanczos(rows_of(colored(map, grid)), side, side, row_kernels_for(active_isa()));
  return middle_of(square, width, height);
}

Image blend(Image picture, const Image& over) {
  if (picture.width != over.width || picture.height != over.height) {
    fail(ErrorKind::kInternal, "blend: {} x {} over {} x {} pixels", over.width, over.height, picture.width,
         picture.height);
  }
  for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
    const int alpha = over.rgba[i + 3];
    for (std::size_t c = i; c < i + 3; ++c) {
      picture.rgba[c] =
          static_cast<std::uint8_t>((over.rgba[c] * alpha + picture.rgba[c] * (255 - alpha) + 127) / 255);
    }
  }
  return picture;
}

}  // namespace jtp
