// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "jtp/image/pixel.h"

namespace jtp {
namespace {

constexpr double kLanczosSupport = 3.0;

double sinc(double x) {
  if (x == 0.0) return 1.0;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double lanczos3(double x) {
  if (x < -kLanczosSupport || x >= kLanczosSupport) return 0.0;
  return sinc(x) * sinc(x / kLanczosSupport);
}

// Rounds toward zero, even where a negative bound is clamped afterwards.
int truncated(double x) { return static_cast<int>(x); }

std::int32_t to_fixed_point(double weight) {
  const double scaled = weight * (1 << kResampleFractionBits);
  return static_cast<std::int32_t>(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

std::size_t row_bytes(int width) { return static_cast<std::size_t>(width) * 4; }

// All rows of the picture, premultiplied and resampled to `width` pixels.
std::vector<std::uint8_t> resample_rows(const RowSource& rows, int width, const RowKernels& kernels) {
  const ResampleFilter filter = ResampleFilter::lanczos(rows.width, width);
  const bool transparent = rows.opacity != Opacity::kOpaque;  // alpha 255 does not change colours
  std::vector<std::uint8_t> narrow(static_cast<std::size_t>(rows.height) * row_bytes(width));
  std::vector<std::uint8_t> scratch(transparent ? row_bytes(rows.width) : 0);
  for (std::uint8_t* out = narrow.data(); out != narrow.data() + narrow.size(); out += row_bytes(width)) {
    const std::uint8_t* row = rows.next_row().data();
    if (transparent) {
      kernels.premultiply(row, rows.width, scratch.data());
      row = scratch.data();
    }
    if (width == rows.width) {
      std::copy_n(row, row_bytes(width), out);
    } else {
      kernels.resample_row(row, filter.windows().data(), width, out);
    }
  }
  return narrow;
}

// Divides the colours by alpha / 255.
void unpremultiply(std::span<std::uint8_t> rgba) {
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const std::uint8_t alpha = rgba[i + 3];
    for (std::size_t c = 0; c < 3; ++c) rgba[i + c] = unpremultiplied(rgba[i + c], alpha);
  }
}

}  // namespace

ResampleFilter ResampleFilter::lanczos(int in_size, int out_size) {
  ResampleFilter filter;
  const double scale = static_cast<double>(in_size) / out_size;
  for (int i = 0; i < out_size; ++i) filter.add_window(in_size, scale);
  const std::int32_t* weights = filter.weights_.data();
  for (ResampleWindow& window : filter.windows_) {
    window.weights = weights;
    weights += window.count;
  }
  return filter;
}

// The weights are computed and normalised in float64, in this order of operations, and rounded only at the
// end.
void ResampleFilter::add_window(int in_size, double scale) {
  const double filter_scale = std::max(scale, 1.0);
  const double support = kLanczosSupport * filter_scale;
  const double center = (static_cast<double>(windows_.size()) + 0.5) * scale;
  const int first = std::max(0, truncated(center - support + 0.5));
  const int end = std::min(in_size, truncated(center + support + 0.5));

  std::vector<double> weights;
  double sum = 0.0;
  for (int j = first; j < end; ++j) {
    weights.push_back(lanczos3((j - center + 0.5) * (1.0 / filter_scale)));
    sum += weights.back();
  }
  for (const double weight : weights) weights_.push_back(to_fixed_point(sum != 0.0 ? weight / sum : weight));
  windows_.push_back({first, end - first});
}

Image resize_lanczos(const RowSource& rows, int width, int height, const RowKernels& kernels) {
  std::vector<std::uint8_t> narrow = resample_rows(rows, width, kernels);
  Image result{width, height, {}};
  if (height == rows.height) {
    result.rgba = std::move(narrow);
  } else {
    const ResampleFilter filter = ResampleFilter::lanczos(rows.height, height);
    result.rgba.resize(static_cast<std::size_t>(height) * row_bytes(width));
    std::uint8_t* out = result.rgba.data();
    for (const ResampleWindow& window : filter.windows()) {
      kernels.combine_rows(narrow.data(), &window, static_cast<std::int64_t>(row_bytes(width)), out);
      out += row_bytes(width);
    }
  }
  unpremultiply(result.rgba);
  return result;
}

}  // namespace jtp
