// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/augmentation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/image/encode_jpeg.h"

namespace jtp {
namespace {

void mirror(Image& image) {
  using Pixel = std::array<std::uint8_t, 4>;
  static_assert(sizeof(Pixel) == 4);
  auto* pixels = reinterpret_cast<Pixel*>(image.rgba.data());
  for (int y = 0; y < image.height; ++y, pixels += image.width) std::reverse(pixels, pixels + image.width);
}

void change_colours(Image& image, double brightness, double contrast) {
  if (brightness == 1 && contrast == 1) return;
  constexpr double kMiddle = 127.5;
  std::array<std::uint8_t, 256> changed;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const double value = ((static_cast<double>(i) - kMiddle) * contrast + kMiddle) * brightness;
    changed[i] = static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
  }
  for (std::size_t i = 0; i < image.rgba.size(); ++i) {
    if (i % 4 != 3) image.rgba[i] = changed[image.rgba[i]];
  }
}

// `room`: input minus picture, negative if the picture sticks out. A share of one half centres the picture,
// as Preprocessor::to_pixels() does.
int offset(int room, double share) { return static_cast<int>(std::floor(room * share)); }

}  // namespace

void check(const Augmentation& augmentation) {
  const auto require = [](const char* name, double value, double low, double high) {
    if (!(value >= low && value <= high))
      fail(ErrorKind::kUsage, "augmentation: {} is {}, expected {} to {}", name, value, low, high);
  };
  require("min_scale", augmentation.min_scale, 0.1, 2);
  require("max_scale", augmentation.max_scale, augmentation.min_scale, 2);
  require("shift", augmentation.shift, 0, 1);
  require("flip_chance", augmentation.flip_chance, 0, 1);
  require("brightness", augmentation.brightness, 0, 1);
  require("contrast", augmentation.contrast, 0, 1);
  require("jpeg_chance", augmentation.jpeg_chance, 0, 1);
  require("min_quality", augmentation.min_quality, 1, 100);
  require("turn", augmentation.turn, 0, 45);
  require("stretch", augmentation.stretch, 0, 1);
}

AugmentationDraw draw_augmentation(const Augmentation& augmentation, int side, Mirroring mirroring,
                                   SampleRandom& random) {
  AugmentationDraw draw;
  const double scale = random.uniform(augmentation.min_scale, augmentation.max_scale);
  draw.side = std::max(1, static_cast<int>(std::floor(side * scale + 0.5)));
  draw.across = 0.5 + augmentation.shift * random.uniform(-0.5, 0.5);
  draw.down = 0.5 + augmentation.shift * random.uniform(-0.5, 0.5);
  draw.flipped = random.chance(augmentation.flip_chance) && mirroring == Mirroring::kAllowed;
  draw.brightness = random.uniform(1 - augmentation.brightness, 1 + augmentation.brightness);
  draw.contrast = random.uniform(1 - augmentation.contrast, 1 + augmentation.contrast);
  const bool jpeg = random.chance(augmentation.jpeg_chance);
  const auto qualities = static_cast<std::uint32_t>(101 - augmentation.min_quality);
  const int quality = augmentation.min_quality + static_cast<int>(random.below(qualities));
  if (jpeg) draw.jpeg_quality = quality;
  draw.warp.degrees = random.uniform(-augmentation.turn, augmentation.turn);
  draw.warp.stretch = std::pow(1 + augmentation.stretch, random.uniform(-1, 1));
  return draw;
}

void augment(const RowSource& rows, const AugmentationDraw& draw, const Preprocessor& preprocess,
             std::span<float> pixels) {
  Image image = preprocess.fit(rows, draw.side);
  if (draw.warp != Warp{}) image = warped(image, draw.warp);
  if (draw.flipped) mirror(image);
  change_colours(image, draw.brightness, draw.contrast);
  if (draw.jpeg_quality) image = decode_image(encode_jpeg(image, *draw.jpeg_quality));
  const Placement at = {.left = offset(preprocess.side() - image.width, draw.across),
                        .top = offset(preprocess.side() - image.height, draw.down)};
  preprocess.to_pixels(image, at, pixels);
}

}  // namespace jtp
