// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/encode_jpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "jtp/image/decode.h"
#include "tests/support/errors.h"
#include "tests/support/random.h"

namespace jtp {
namespace {

// A gradient of colours, which JPEG compresses well.
Image slope(int width, int height) {
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.rgba.insert(image.rgba.end(), {static_cast<std::uint8_t>(x * 200 / width),
                                           static_cast<std::uint8_t>(y * 200 / height), 90, 255});
    }
  }
  return image;
}

int largest_difference(const Image& a, const Image& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i)
    largest = std::max(largest, std::abs(a.rgba[i] - b.rgba[i]));
  return largest;
}

TEST(EncodeJpeg, KeepsTheSizeAndApproximatelyTheColours) {
  for (const auto& [width, height] : {std::pair{33, 17}, {1, 1}, {16, 16}, {1, 50}}) {
    const Image image = slope(width, height);
    const auto bytes = encode_jpeg(image, 95);
    EXPECT_EQ(sniff_format(bytes), ImageFormat::kJpeg);
    const Image back = decode_image(bytes);
    ASSERT_EQ(back.width, width);
    ASSERT_EQ(back.height, height);
    // Quality 95 divides most coefficients by 1 to 10; smooth pictures have few of them.
    EXPECT_LE(largest_difference(image, back), 12) << width << " x " << height;
  }
}

TEST(EncodeJpeg, LessQualityMeansFewerBytesAndMoreDamage) {
  const Image image = slope(64, 64);
  const auto good = encode_jpeg(image, 95);
  const auto bad = encode_jpeg(image, 20);
  EXPECT_LT(bad.size(), good.size());
  EXPECT_GT(largest_difference(image, decode_image(bad)), largest_difference(image, decode_image(good)));
}

TEST(EncodeJpeg, CompositesTransparentPicturesOverGrey) {
  Image image{16, 16, std::vector<std::uint8_t>(16 * 16 * 4, 0)};
  const Image back = decode_image(encode_jpeg(image, 100));
  for (std::size_t i = 0; i < back.rgba.size(); i += 4) EXPECT_NEAR(back.rgba[i], 128, 1);
  EXPECT_EQ(back.rgba[3], 255);
}

TEST(EncodeJpeg, NoiseAtTheBestQualityFitsTheBound) {
  test::Random random(7);
  Image image{47, 31, {}};
  for (int i = 0; i < 47 * 31 * 4; ++i) image.rgba.push_back(static_cast<std::uint8_t>(random.below(256)));
  EXPECT_EQ(decode_image(encode_jpeg(image, 100)).width, 47);
}

TEST(EncodeJpeg, RefusesAPictureThatJpegCannotStore) {
  const Image image{70000, 1, std::vector<std::uint8_t>(70000 * 4)};
  test::expect_error(ErrorKind::kInternal, "70000 x 1 pixels", [&] { encode_jpeg(image, 90); });
}

}  // namespace
}  // namespace jtp
