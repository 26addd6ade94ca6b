// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace jtp {
namespace {

// The linear map (x, y) -> (xx x + xy y, yx x + yy y).
struct LinearMap {
  double xx, xy, yx, yy;

  LinearMap inverse() const {
    const double determinant = xx * yy - xy * yx;
    return {yy / determinant, -xy / determinant, -yx / determinant, xx / determinant};
  }
  LinearMap times(double factor) const { return {xx * factor, xy * factor, yx * factor, yy * factor}; }
};

LinearMap map_of(const Warp& warp) {
  const double angle = warp.degrees * std::numbers::pi / 180;
  const double wide = std::sqrt(warp.stretch);
  return {std::cos(angle) * wide, -std::sin(angle) / wide, std::sin(angle) * wide, std::cos(angle) / wide};
}

using Colour = std::array<double, 4>;  // premultiplied R, G, B, then alpha, 0 to 255

// Bilinear interpolation at the point (x, y), where pixel centres have integer coordinates; transparent
// outside.
Colour sample(const Image& image, double x, double y) {
  const double left = std::floor(x), top = std::floor(y);
  Colour sum{};
  for (int dy = 0; dy < 2; ++dy) {
    for (int dx = 0; dx < 2; ++dx) {
      const int column = static_cast<int>(left) + dx, row = static_cast<int>(top) + dy;
      if (column < 0 || row < 0 || column >= image.width || row >= image.height) continue;
      const double weight = (dx == 0 ? left + 1 - x : x - left) * (dy == 0 ? top + 1 - y : y - top);
      const std::uint8_t* pixel = image.rgba.data() + 4 * (std::ptrdiff_t{row} * image.width + column);
      const double cover = weight * pixel[3];
      for (std::size_t c = 0; c < 3; ++c) sum[c] += cover / 255 * pixel[c];
      sum[3] += cover;
    }
  }
  return sum;
}

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

}  // namespace

Image warped(const Image& image, const Warp& warp) {
  LinearMap map = map_of(warp);
  const auto box = [&] {  // bounding box of the four corners
    return std::pair{std::fabs(map.xx) * image.width + std::fabs(map.xy) * image.height,
                     std::fabs(map.yx) * image.width + std::fabs(map.yy) * image.height};
  };
  map = map.times(std::max(image.width, image.height) / std::max(box().first, box().second));
  const auto [width, height] = box();
  Image out{std::max(1, static_cast<int>(std::lround(width))),
            std::max(1, static_cast<int>(std::lround(height))),
            {}};
  out.rgba.reserve(std::size_t{4} * static_cast<std::size_t>(out.width) *
                   static_cast<std::size_t>(out.height));
  const LinearMap back = map.inverse();
  for (int row = 0; row < out.height; ++row) {
    for (int column = 0; column < out.width; ++column) {
      const double x = column + 0.5 - out.width / 2.0,
                   y = row + 0.5 - out.height / 2.0;  // relative to the middle
      const Colour colour = sample(image, back.xx * x + back.xy * y + image.width / 2.0 - 0.5,
                                   back.yx * x + back.yy * y + image.height / 2.0 - 0.5);
      const double unmultiply = colour[3] > 0 ? 255 / colour[3] : 0;
      for (std::size_t c = 0; c < 3; ++c) out.rgba.push_back(to_byte(colour[c] * unmultiply));
      out.rgba.push_back(to_byte(colour[3]));
    }
  }
  return out;
}

}  // namespace jtp
