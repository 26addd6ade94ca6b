// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/heat_overlay.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Pixel = std::array<int, 4>;

Pixel pixel(const Image& image, int x, int y) {
  const auto at = static_cast<std::size_t>((y * image.width + x) * 4);
  return {image.rgba[at], image.rgba[at + 1], image.rgba[at + 2], image.rgba[at + 3]};
}

// 4 x 4, all 0 except one patch.
std::vector<float> spot(std::size_t at, float value) {
  std::vector<float> map(16);
  map[at] = value;
  return map;
}

TEST(HeatOverlay, TheHottestPatchIsInfernosLastColourAtSixtyPerCent) {
  const Image overlay = heat_overlay(spot(6, 1.0F), 4, 64, 64);
  EXPECT_EQ(overlay.width, 64);
  EXPECT_EQ(overlay.height, 64);
  // Resampling multiplies colours by 0.6 and divides them again in 8 bits, so they are off by at most one.
  const Pixel hottest = pixel(overlay, 40, 24), last = {0xFC, 0xFF, 0xA4, 153};
  for (std::size_t c = 0; c < 4; ++c) EXPECT_NEAR(hottest[c], last[c], 1);
  EXPECT_EQ(pixel(overlay, 8, 8)[3], 0);
}

TEST(HeatOverlay, ValuesBelowAFifthAreTransparent) {
  EXPECT_EQ(pixel(heat_overlay(std::vector<float>(16, 0.19F), 4, 32, 32), 16, 16)[3], 0);
  EXPECT_EQ(pixel(heat_overlay(std::vector<float>(16, 0.2F), 4, 32, 32), 16, 16)[3], 153);
}

TEST(HeatOverlay, CutsOffTheBandsOutsideThePicture) {
  const Image wide =
      heat_overlay(spot(4, 1.0F), 4, 64, 32);  // the second row of patches is at the top of the picture
  EXPECT_EQ(wide.height, 32);
  EXPECT_EQ(pixel(wide, 8, 8)[3], 153);
  EXPECT_EQ(pixel(wide, 8, 28)[3], 0);
  const Image tall = heat_overlay(spot(0, 1.0F), 4, 32, 64);  // the first column is outside it
  EXPECT_EQ(tall.width, 32);
  for (int y = 0; y < 64; ++y) EXPECT_LT(pixel(tall, 8, y)[3], 16);
}

TEST(HeatOverlay, BlendingMixesByTheOverlaysOpacityAndKeepsThePicturesAlpha) {
  const Image picture{1, 1, {100, 200, 0, 77}};
  EXPECT_EQ(blend(picture, {1, 1, {200, 0, 0, 0}}).rgba, picture.rgba);
  EXPECT_EQ(blend(picture, {1, 1, {200, 0, 255, 153}}).rgba, (std::vector<std::uint8_t>{160, 80, 153, 77}));
  test::expect_error(ErrorKind::kInternal, "2 x 1 over 1 x 1", [&] { blend(picture, {2, 1, {}}); });
}

}  // namespace
}  // namespace jtp
