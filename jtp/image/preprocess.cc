// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "jtp/base/error.h"
#include "jtp/image/resample.h"
#include "jtp/image/row_kernels.h"

namespace jtp {
namespace {

// torchvision's ToTensor: a float32 division.
float to_float(std::uint8_t byte) { return static_cast<float>(byte) / 255.0f; }

// Composites over 50 % grey, rounding each operation to float32.
float composite(float colour, float alpha) {
  constexpr float kBackground = 0.5f;
  return colour * alpha + (1.0f - alpha) * kBackground;
}

float normalize(float colour) {
  constexpr float kMean = 0.5f;
  constexpr float kStd = 0.5f;
  return (colour - kMean) / kStd;
}

}  // namespace

FittedSize fit_size(int width, int height, int side) {
  // In float64 and in this order: other arithmetic gives different results for some sizes.
  const double scale = std::min(static_cast<double>(side) / height, static_cast<double>(side) / width);
  if (scale == 1.0) return {width, height};
  const auto fitted = [&](int length) {
    return static_cast<int>(std::min(std::nearbyint(length * scale), static_cast<double>(side)));
  };
  return {fitted(width), fitted(height)};
}

Preprocessor::Preprocessor(int side) : side_(side), kernels_(&row_kernels_for(active_isa())) {}

Image Preprocessor::fit(const RowSource& rows, int longest) const {
  const FullSize full = rows.full_size();
  const FittedSize size = fit_size(full.width, full.height, longest);
  if (size.width == 0 || size.height == 0) {
    fail(ErrorKind::kInvalidInput,
         "a picture of {} x {} pixels is too narrow: fitted to {} pixels, it has {} x {}", full.width,
         full.height, longest, size.width, size.height);
  }
  if (size.width == rows.width && size.height == rows.height) return read_all(rows);
  return resize_lanczos(rows, size.width, size.height, *kernels_);
}

void Preprocessor::to_pixels(const Image& fitted, std::span<float> pixels) const {
  // If the number of missing columns or rows is odd, the larger half is at the right or the bottom.
  to_pixels(fitted, {.left = (side_ - fitted.width) / 2, .top = (side_ - fitted.height) / 2}, pixels);
}

void Preprocessor::to_pixels(const Image& fitted, Placement at, std::span<float> pixels) const {
  const auto plane = static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_);
  const int first = std::max(0, -at.left);
  const int last = std::min(fitted.width, side_ - at.left);
  std::fill(pixels.begin(), pixels.end(), 0.0f);
  for (int y = std::max(0, -at.top); y < std::min(fitted.height, side_ - at.top); ++y) {
    const std::uint8_t* in = fitted.rgba.data() + 4 * (std::ptrdiff_t{y} * fitted.width + first);
    float* out = pixels.data() + std::ptrdiff_t{at.top + y} * side_ + at.left + first;
    for (int x = first; x < last; ++x, in += 4, ++out) {
      const float alpha = to_float(in[3]);
      for (std::size_t c = 0; c < 3; ++c) out[c * plane] = normalize(composite(to_float(in[c]), alpha));
    }
  }
}

}  // namespace jtp
