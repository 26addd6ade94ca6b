// SPDX-License-Identifier: Apache-2.0
#include "examples/draw/canvas.h"

#include <algorithm>
#include <cmath>

namespace jtp::draw {

namespace {

constexpr int kSamples = 4;  // per side of a pixel: 16 steps of an edge

double mix(double from, double to, double share) { return from + (to - from) * share; }

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

}  // namespace

Canvas::Canvas(int width, int height)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

double Canvas::coverage(const Shape& shape, int x, int y) const {
  const double unit = std::min(width_, height_);
  int hits = 0;
  for (int i = 0; i < kSamples * kSamples; ++i) {
    const double sample_x = x + (i % kSamples + 0.5) / kSamples;
    const double sample_y = y + (i / kSamples + 0.5) / kSamples;
    if (shape({(sample_x - width_ / 2.0) / unit, (sample_y - height_ / 2.0) / unit})) ++hits;
  }
  return static_cast<double>(hits) / (kSamples * kSamples);
}

void Canvas::fill(const Shape& shape, const Paint& paint) {
  for (int y = 0; y < height_; ++y) {
    const double down = (y + 0.5) / height_;
    for (int x = 0; x < width_; ++x) {
      const double alpha = coverage(shape, x, y);
      if (alpha == 0) continue;
      Premultiplied& pixel = pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                                     static_cast<std::size_t>(x)];
      pixel.red = alpha * mix(paint.top.red, paint.bottom.red, down) + (1 - alpha) * pixel.red;
      pixel.green = alpha * mix(paint.top.green, paint.bottom.green, down) + (1 - alpha) * pixel.green;
      pixel.blue = alpha * mix(paint.top.blue, paint.bottom.blue, down) + (1 - alpha) * pixel.blue;
      pixel.alpha = alpha + (1 - alpha) * pixel.alpha;
    }
  }
}

Pixels Canvas::pixels() const {
  Pixels result{width_, height_, {}};
  result.rgba.reserve(pixels_.size() * 4);
  for (const Premultiplied& pixel : pixels_) {
    const double scale = pixel.alpha > 0 ? 1 / pixel.alpha : 0;
    result.rgba.insert(result.rgba.end(), {to_byte(pixel.red * scale), to_byte(pixel.green * scale),
                                           to_byte(pixel.blue * scale), to_byte(pixel.alpha * 255)});
  }
  return result;
}

}  // namespace jtp::draw
