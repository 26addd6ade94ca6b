// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/augmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "jtp/image/decode.h"
#include "jtp/image/encode_jpeg.h"
#include "tests/support/errors.h"
#include "tests/support/random.h"

namespace jtp {
namespace {

constexpr int kSide = 32;
const AugmentationDraw kNothing = {.side = kSide};

Image noise(int width, int height) {
  test::Random random(11);
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    for (int c = 0; c < 4; ++c)
      image.rgba.push_back(static_cast<std::uint8_t>(c < 3 ? random.below(256) : 255));
  }
  return image;
}

Image plain(int width, int height, std::uint8_t grey) {
  Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(4 * width * height), grey)};
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

std::vector<float> augmented(const Image& image, const AugmentationDraw& draw) {
  std::vector<float> pixels(3 * kSide * kSide, -9);
  augment(rows_of(image), draw, Preprocessor(kSide), pixels);
  return pixels;
}

// The columns and rows of the picture in the network's input: the first, and the one after the last.
std::pair<std::pair<int, int>, std::pair<int, int>> box(const std::vector<float>& pixels) {
  std::pair<int, int> across = {kSide, 0};
  std::pair<int, int> down = {kSide, 0};
  for (int i = 0; i < kSide * kSide; ++i) {
    if (pixels[static_cast<std::size_t>(i)] == 0) continue;
    across = {std::min(across.first, i % kSide), std::max(across.second, i % kSide + 1)};
    down = {std::min(down.first, i / kSide), std::max(down.second, i / kSide + 1)};
  }
  return {across, down};
}

TEST(Augment, EqualsThePreprocessorIfNothingIsDrawn) {
  for (const auto& [width, height] : {std::pair{50, 31}, {31, 50}, {8, 9}, {32, 32}}) {
    const Image image = noise(width, height);
    std::vector<float> expected(3 * kSide * kSide);
    Preprocessor{kSide}(image, expected);
    EXPECT_EQ(augmented(image, kNothing), expected) << width << " x " << height;
  }
}

TEST(Augment, CanShrinkAPictureAndPlaceItAnywhere) {
  AugmentationDraw draw = kNothing;
  draw.side = 20;
  draw.across = 0;
  draw.down = 1;
  const auto [across, down] = box(augmented(plain(100, 50, 255), draw));
  EXPECT_EQ(across, (std::pair{0, 20}));
  EXPECT_EQ(down, (std::pair{22, 32}));
}

TEST(Augment, CutsOffTheBordersOfALargerPicture) {
  AugmentationDraw draw = kNothing;
  draw.side = 40;
  draw.across = 1;  // the right edges coincide, so the left 8 columns are cut off
  Image image = plain(40, 40, 0);
  for (std::size_t y = 0; y < 40; ++y) image.rgba[4 * (40 * y + 8)] = 255;
  const auto pixels = augmented(image, draw);
  EXPECT_EQ(pixels[0], 1.0F);
  EXPECT_EQ(pixels[1], -1.0F);
}

TEST(Augment, MirrorsEveryRow) {
  AugmentationDraw draw = kNothing;
  const Image image = noise(kSide, kSide);
  auto expected = augmented(image, draw);
  for (auto row = expected.begin(); row != expected.end(); row += kSide) std::reverse(row, row + kSide);
  draw.flipped = true;
  EXPECT_EQ(augmented(image, draw), expected);
}

TEST(Augment, WarpsTheFittedPicture) {
  AugmentationDraw draw = kNothing;
  draw.warp = {.degrees = 10, .stretch = 1.2};
  const Image image = noise(kSide, 20);
  std::vector<float> expected(3 * kSide * kSide);
  Preprocessor{kSide}.to_pixels(warped(image, draw.warp), expected);
  EXPECT_EQ(augmented(image, draw), expected);
}

TEST(DrawAugmentation, TurnsAndStretchesOnlyIfAskedTo) {
  double most = 0, widest = 1, narrowest = 1;
  for (int i = 0; i < 500; ++i) {
    SampleRandom first(1, 0, i), second(1, 0, i);
    const AugmentationDraw usual = draw_augmentation({}, 100, Mirroring::kAllowed, first);
    EXPECT_EQ(usual.warp, Warp{});
    const AugmentationDraw asked =
        draw_augmentation({.turn = 15, .stretch = 0.25}, 100, Mirroring::kAllowed, second);
    EXPECT_EQ(asked.across, usual.across);
    most = std::max(most, std::fabs(asked.warp.degrees));
    widest = std::max(widest, asked.warp.stretch);
    narrowest = std::min(narrowest, asked.warp.stretch);
  }
  EXPECT_GT(most, 14.5);
  EXPECT_LE(most, 15);
  EXPECT_NEAR(widest, 1.25, 0.01);
  EXPECT_NEAR(narrowest, 0.8, 0.01);
}

TEST(Augment, ChangesColoursAroundMiddleGreyWithinTheRange) {
  const auto level = [](std::uint8_t grey, double brightness, double contrast) {
    AugmentationDraw draw = kNothing;
    draw.brightness = brightness;
    draw.contrast = contrast;
    return std::lround((augmented(plain(4, 4, grey), draw)[0] * 0.5F + 0.5F) * 255);
  };
  EXPECT_EQ(level(100, 1.1, 1), 110);
  EXPECT_EQ(level(250, 1.1, 1), 255);
  EXPECT_EQ(level(50, 1, 1.1), 42);  // (50 - 127.5) * 1.1 + 127.5 = 42.25
  EXPECT_EQ(level(5, 1, 1.1), 0);
  EXPECT_EQ(level(200, 1, 0.9), 193);  // 192.75
}

TEST(Augment, CompressesTheFittedPicture) {
  AugmentationDraw draw = kNothing;
  draw.jpeg_quality = 75;
  const Image image = noise(kSide, kSide);
  std::vector<float> expected(3 * kSide * kSide);
  Preprocessor{kSide}(decode_image(encode_jpeg(image, 75)), expected);
  EXPECT_EQ(augmented(image, draw), expected);
  EXPECT_NE(augmented(image, kNothing), expected);
}

TEST(DrawAugmentation, CoversExactlyTheRangesOfItsOptions) {
  const Augmentation options;
  int flipped = 0, jpeg = 0, least_side = 1000, greatest_side = 0;
  constexpr int kDraws = 2000;
  for (int i = 0; i < kDraws; ++i) {
    SampleRandom random(1, 0, i);
    const AugmentationDraw draw = draw_augmentation(options, 100, Mirroring::kAllowed, random);
    least_side = std::min(least_side, draw.side);
    greatest_side = std::max(greatest_side, draw.side);
    for (const double share : {draw.across, draw.down}) EXPECT_TRUE(share >= 0 && share < 1) << share;
    for (const double factor : {draw.brightness, draw.contrast})
      EXPECT_TRUE(factor >= 0.9 && factor < 1.1) << factor;
    flipped += draw.flipped ? 1 : 0;
    jpeg += draw.jpeg_quality ? 1 : 0;
    const int quality = draw.jpeg_quality.value_or(70);
    EXPECT_TRUE(quality >= 70 && quality <= 100) << quality;
  }
  EXPECT_EQ(least_side, 85);
  EXPECT_EQ(greatest_side, 100);
  // Five standard deviations of a binomial count of 2000: sqrt(2000 p (1 - p)) is 22.4 and 19.4.
  EXPECT_NEAR(flipped, 1000, 112);
  EXPECT_NEAR(jpeg, 500, 97);
}

TEST(DrawAugmentation, TagsThatForbidMirroringChangeNothingElse) {
  for (int i = 0; i < 50; ++i) {
    SampleRandom first(1, 0, i), second(1, 0, i);
    AugmentationDraw free = draw_augmentation({}, 100, Mirroring::kAllowed, first);
    const AugmentationDraw bound = draw_augmentation({}, 100, Mirroring::kForbidden, second);
    EXPECT_FALSE(bound.flipped);
    EXPECT_EQ(free.side, bound.side);
    EXPECT_EQ(free.across, bound.across);
    EXPECT_EQ(free.contrast, bound.contrast);
    EXPECT_EQ(free.jpeg_quality, bound.jpeg_quality);
    EXPECT_EQ(first.bits(), second.bits());
  }
}

TEST(DrawAugmentation, CentresThePictureWithoutShift) {
  SampleRandom random(1, 0, 0);
  const AugmentationDraw draw = draw_augmentation({.shift = 0}, 100, Mirroring::kAllowed, random);
  EXPECT_EQ(draw.across, 0.5);
  EXPECT_EQ(draw.down, 0.5);
}

TEST(CheckAugmentation, NamesTheNumberThatIsOutOfRange) {
  EXPECT_NO_THROW(check(Augmentation{}));
  const auto refuses = [](const char* part, const Augmentation& augmentation) {
    test::expect_error(ErrorKind::kUsage, part, [&] { check(augmentation); });
  };
  refuses("min_scale is 0,", {.min_scale = 0});
  refuses("max_scale is 0.5, expected 0.85 to 2", {.max_scale = 0.5});
  refuses("shift is nan", {.shift = std::nan("")});
  refuses("flip_chance is 1.5", {.flip_chance = 1.5});
  refuses("brightness is -1", {.brightness = -1});
  refuses("contrast is 3", {.contrast = 3});
  refuses("jpeg_chance is 2", {.jpeg_chance = 2});
  refuses("min_quality is 0,", {.min_quality = 0});
  refuses("turn is 60", {.turn = 60});
  refuses("stretch is -1", {.stretch = -1});
}

}  // namespace
}  // namespace jtp
