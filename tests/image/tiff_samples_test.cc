// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/tiff_samples.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "jtp/base/error.h"

namespace jtp {
namespace {

template <typename T>
int sample_of(T value, std::uint16_t format) {
  TiffLayout layout;
  layout.photometric = 1;
  layout.bits = sizeof(T) * 8;
  layout.sample_format = format;
  std::uint8_t bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  return tiff_sample(bytes, 0, layout);
}

TEST(TiffSamples, WideGreySaturates) {
  EXPECT_EQ(sample_of<std::uint16_t>(255, 1), 255);
  EXPECT_EQ(sample_of<std::uint16_t>(256, 1), 255);
  EXPECT_EQ(sample_of<std::int16_t>(-1, 2), 0);
  EXPECT_EQ(sample_of<std::uint32_t>(77, 1), 77);
  EXPECT_EQ(sample_of<std::uint32_t>(0x80000000u, 1), 0);  // negative in Pillow's mode I
  EXPECT_EQ(sample_of<float>(12.9f, 3), 12);
  EXPECT_EQ(sample_of<float>(-std::numeric_limits<float>::infinity(), 3), 0);
  EXPECT_EQ(sample_of<float>(1e30f, 3), 255);
  EXPECT_EQ(sample_of<float>(std::nanf(""), 3), 0);
}

TEST(TiffSamples, PackedGreyIsScaledAndIndicesAreNot) {
  const std::uint8_t row[] = {0b01'10'11'00};
  TiffLayout layout;
  layout.bits = 2;
  layout.photometric = 1;
  EXPECT_EQ(tiff_sample(row, 0, layout), 85);
  EXPECT_EQ(tiff_sample(row, 2, layout), 255);
  layout.photometric = 3;
  EXPECT_EQ(tiff_sample(row, 1, layout), 2);
}

TEST(TiffSamples, UnknownCombinationsAreUnsupported) {
  TiffLayout layout;
  layout.photometric = 2;
  layout.bits = 12;
  layout.samples = 3;
  EXPECT_THROW(tiff_colour(layout), Error);
  layout.bits = 8;
  EXPECT_EQ(tiff_colour(layout), TiffColour::kRgb);
  layout.samples = 2;
  EXPECT_THROW(tiff_colour(layout), Error);
}

TEST(TiffSamples, PremultipliedColourIsDivided) {
  Image image{3, 1, {100, 50, 200, 128, 9, 9, 9, 0, 1, 2, 3, 255}};
  convert_tiff_samples(image, TiffColour::kPremultipliedRgba, grey_palette());
  EXPECT_EQ(image.rgba, std::vector<std::uint8_t>({199, 99, 255, 128, 0, 0, 0, 0, 1, 2, 3, 255}));
}

}  // namespace
}  // namespace jtp
