// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "jtp/image/premultiply.h"

namespace jtp {
namespace {

constexpr int kFractionBits = 22;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);
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

// Toward zero, also where a negative bound is then clamped.
int truncated(double x) { return static_cast<int>(x); }

std::int32_t to_fixed_point(double weight) {
  const double scaled = weight * (1 << kFractionBits);
  return static_cast<std::int32_t>(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

std::uint8_t to_byte(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

std::size_t row_bytes(int width) { return static_cast<std::size_t>(width) * 4; }

std::span<const std::uint8_t> row_of(const Image& image, int y) {
  return std::span(image.rgba)
      .subspan(static_cast<std::size_t>(y) * row_bytes(image.width), row_bytes(image.width));
}

// All rows of the picture, premultiplied and `width` pixels wide.
std::vector<std::uint8_t> resample_rows(const Image& image, int width) {
  const ResampleFilter filter = ResampleFilter::lanczos(image.width, width);
  std::vector<std::uint8_t> rows(static_cast<std::size_t>(image.height) * row_bytes(width));
  std::vector<std::uint8_t> scratch(row_bytes(image.width));
  for (int y = 0; y < image.height; ++y) {
    const auto out =
        std::span(rows).subspan(static_cast<std::size_t>(y) * row_bytes(width), row_bytes(width));
    if (width == image.width) {
      premultiply(row_of(image, y), out);
    } else {
      premultiply(row_of(image, y), scratch);
      resample_row(scratch, filter, out);
    }
  }
  return rows;
}

}  // namespace

ResampleFilter ResampleFilter::lanczos(int in_size, int out_size) {
  ResampleFilter filter;
  filter.in_size_ = in_size;
  const double scale = static_cast<double>(in_size) / out_size;
  for (int i = 0; i < out_size; ++i) filter.add_window(scale);
  return filter;
}

// The weights are computed and normalised in float64, in this order of operations, and only then rounded.
void ResampleFilter::add_window(double scale) {
  const double filter_scale = std::max(scale, 1.0);
  const double support = kLanczosSupport * filter_scale;
  const double center = (size() + 0.5) * scale;
  const int first = std::max(0, truncated(center - support + 0.5));
  const int end = std::min(in_size_, truncated(center + support + 0.5));

  std::vector<double> weights;
  double sum = 0.0;
  for (int j = first; j < end; ++j) {
    weights.push_back(lanczos3((j - center + 0.5) * (1.0 / filter_scale)));
    sum += weights.back();
  }
  ranges_.push_back({first, weights.size(), weights_.size()});
  for (const double weight : weights) weights_.push_back(to_fixed_point(sum != 0.0 ? weight / sum : weight));
}

void resample_row(std::span<const std::uint8_t> in, const ResampleFilter& filter,
                  std::span<std::uint8_t> out) {
  for (int i = 0; i < filter.size(); ++i) {
    const ResampleFilter::Window window = filter.window(i);
    const std::uint8_t* pixel = in.data() + row_bytes(window.first);
    std::array<std::int32_t, 4> sums = {kHalf, kHalf, kHalf, kHalf};
    for (const std::int32_t weight : window.weights) {
      for (std::size_t c = 0; c < 4; ++c) sums[c] += weight * pixel[c];
      pixel += 4;
    }
    for (std::size_t c = 0; c < 4; ++c) out[row_bytes(i) + c] = to_byte(sums[c]);
  }
}

// In blocks of columns whose sums stay in registers or the first cache.
void combine_rows(std::span<const std::uint8_t> rows, std::span<const std::int32_t> weights,
                  std::span<std::uint8_t> out) {
  constexpr std::size_t kBlock = 256;
  for (std::size_t begin = 0; begin < out.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, out.size() - begin);
    std::array<std::int32_t, kBlock> sums;
    sums.fill(kHalf);
    const std::uint8_t* row = rows.data() + begin;
    for (const std::int32_t weight : weights) {
      for (std::size_t i = 0; i < count; ++i) sums[i] += weight * row[i];
      row += out.size();
    }
    for (std::size_t i = 0; i < count; ++i) out[begin + i] = to_byte(sums[i]);
  }
}

Image resize_lanczos(const Image& image, int width, int height) {
  std::vector<std::uint8_t> rows = resample_rows(image, width);
  Image result;
  result.width = width;
  result.height = height;
  if (height == image.height) {
    result.rgba = std::move(rows);
  } else {
    const ResampleFilter filter = ResampleFilter::lanczos(image.height, height);
    result.rgba.resize(static_cast<std::size_t>(height) * row_bytes(width));
    for (int y = 0; y < height; ++y) {
      const ResampleFilter::Window window = filter.window(y);
      const std::size_t first = static_cast<std::size_t>(window.first) * row_bytes(width);
      combine_rows(
          std::span(rows).subspan(first, window.weights.size() * row_bytes(width)), window.weights,
          std::span(result.rgba).subspan(static_cast<std::size_t>(y) * row_bytes(width), row_bytes(width)));
    }
  }
  unpremultiply(result.rgba);
  return result;
}

}  // namespace jtp
