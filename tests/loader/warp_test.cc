// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/warp.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/random.h"

namespace jtp {
namespace {

Image noise(int width, int height) {
  test::Random random(5);
  Image image{width, height, {}};
  for (int i = 0; i < width * height * 4; ++i)
    image.rgba.push_back(static_cast<std::uint8_t>(random.below(256)));
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

const std::uint8_t* pixel(const Image& image, int x, int y) {
  return image.rgba.data() + 4 * (y * image.width + x);
}

TEST(Warp, TheIdentityChangesNothing) {
  const Image image = noise(13, 8);
  const Image same = warped(image, {});
  EXPECT_EQ(same.width, 13);
  EXPECT_EQ(same.height, 8);
  EXPECT_EQ(same.rgba, image.rgba);
}

TEST(Warp, TurningKeepsTheMiddleAndTheLongestSideAndClearsTheCorners) {
  Image image = noise(41, 41);
  for (int c = 0; c < 3; ++c) image.rgba[static_cast<std::size_t>(4 * (20 * 41 + 20) + c)] = 77;
  const Image turned = warped(image, {.degrees = 30});
  EXPECT_EQ(turned.width, 41);
  EXPECT_EQ(turned.height, 41);
  // The middle stays in the middle; the picture became smaller, so no other pixels are mixed in.
  EXPECT_NEAR(pixel(turned, 20, 20)[0], 77, 1);
  for (const auto& [x, y] : {std::pair{0, 0}, {40, 0}, {0, 40}, {40, 40}})
    EXPECT_EQ(pixel(turned, x, y)[3], 0);
}

// A dot to the right of the middle moves to below it.
TEST(Warp, TurnsClockwise) {
  Image image{41, 41, std::vector<std::uint8_t>(41 * 41 * 4, 0)};
  for (int y = 18; y <= 22; ++y) {
    for (int x = 33; x <= 37; ++x) image.rgba[static_cast<std::size_t>(4 * (y * 41 + x) + 3)] = 255;
  }
  const Image turned = warped(image, {.degrees = 45});
  double x_sum = 0, y_sum = 0, total = 0;
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      x_sum += x * pixel(turned, x, y)[3];
      y_sum += y * pixel(turned, x, y)[3];
      total += pixel(turned, x, y)[3];
    }
  }
  // 15 pixels from the middle, scaled by 1 / sqrt(2), because a square turned by 45 degrees is that much
  // wider.
  EXPECT_NEAR(x_sum / total, 20 + 7.5, 0.1);
  EXPECT_NEAR(y_sum / total, 20 + 7.5, 0.1);
}

TEST(Warp, StretchingChangesTheRatioOfTheSides) {
  EXPECT_EQ(warped(noise(40, 40), {.stretch = 2}).width, 40);
  EXPECT_EQ(warped(noise(40, 40), {.stretch = 2}).height, 20);
  EXPECT_EQ(warped(noise(40, 20), {.stretch = 0.25}).width, 20);
  EXPECT_EQ(warped(noise(40, 20), {.stretch = 0.25}).height, 40);
}

TEST(Warp, ColourDoesNotBleedOutOfTransparentPixels) {
  Image image{20, 20, std::vector<std::uint8_t>(20 * 20 * 4, 0)};  // transparent black with a white square
  for (int y = 5; y < 15; ++y) {
    for (int x = 5; x < 15; ++x) {
      for (int c = 0; c < 4; ++c) image.rgba[static_cast<std::size_t>(4 * (y * 20 + x) + c)] = 255;
    }
  }
  const Image turned = warped(image, {.degrees = 20, .stretch = 1.1});
  for (std::size_t i = 0; i < turned.rgba.size(); i += 4) {
    EXPECT_EQ(turned.rgba[i], turned.rgba[i + 3] > 0 ? 255 : 0);
  }
}

TEST(Warp, ThinPicturesStayPictures) {
  for (const double degrees : {-89.0, -45.0, 0.1, 45.0}) {
    const Image thin = warped(noise(60, 1), {.degrees = degrees, .stretch = 1.5});
    EXPECT_GE(thin.height, 1);
    EXPECT_EQ(std::max(thin.width, thin.height), 60);
    EXPECT_EQ(thin.rgba.size(), static_cast<std::size_t>(4 * thin.width * thin.height));
  }
}

}  // namespace
}  // namespace jtp
