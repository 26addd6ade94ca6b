// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/exif.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/files.h"

namespace jtp {
namespace {

using namespace std::string_literals;

// A directory with a single SHORT, the orientation, in either byte order.
std::string little_endian_exif(char orientation) {
  return "II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s + orientation + "\0\0\0\0\0\0\0"s;
}
std::string big_endian_exif(char orientation) {
  return "MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0\0\0\0\0"s;
}

std::string jpeg_with(const std::string& exif) {
  const std::string segment = "Exif\0\0"s + exif;
  return "\xFF\xD8\xFF\xE0\0\x04zz\xFF\xE1\0"s + static_cast<char>(segment.size() + 2) + segment +
         "\xFF\xDA"s;
}

std::string webp_with(const std::string& exif) {
  return "RIFF\0\0\0\0WEBPVP8X\x01\0\0\0z\0EXIF"s + static_cast<char>(exif.size()) + "\0\0\0"s + exif;
}

int orientation(const std::string& file, ImageFormat format) {
  return exif_orientation(test::as_bytes(file), format);
}

TEST(Exif, BothByteOrdersAreRead) {
  EXPECT_EQ(orientation(jpeg_with(little_endian_exif(6)), ImageFormat::kJpeg), 6);
  EXPECT_EQ(orientation(jpeg_with(big_endian_exif(8)), ImageFormat::kJpeg), 8);
  EXPECT_EQ(orientation(webp_with(big_endian_exif(3)), ImageFormat::kWebp), 3);
  EXPECT_EQ(orientation(webp_with("Exif\0\0"s + big_endian_exif(5)), ImageFormat::kWebp), 5);
}

TEST(Exif, ValuesOutsideOneToEightCountAsUpright) {
  EXPECT_EQ(orientation(jpeg_with(little_endian_exif(0)), ImageFormat::kJpeg), 1);
  EXPECT_EQ(orientation(jpeg_with(little_endian_exif(9)), ImageFormat::kJpeg), 1);
}

TEST(Exif, TruncatedMetadataCountsAsUpright) {
  for (const std::string& file : {jpeg_with(little_endian_exif(6)), webp_with(little_endian_exif(6))}) {
    const ImageFormat format = file[0] == 'R' ? ImageFormat::kWebp : ImageFormat::kJpeg;
    ASSERT_EQ(orientation(file, format), 6);
    for (std::size_t cut = 0; cut + 10 < file.size(); ++cut)
      EXPECT_EQ(orientation(file.substr(0, cut), format), 1);
  }
  std::string lying = jpeg_with(little_endian_exif(6));
  lying[lying.find("II") + 4] = '\x7F';  // the directory lies outside the data
  EXPECT_EQ(orientation(lying, ImageFormat::kJpeg), 1);
}

TEST(Exif, UprightTurnsAThreeByTwoPictureInEightWays) {
  // Each pixel's value is its number. The expected rows follow from the drawing of the eight orientations in
  // EXIF 2.3.
  Image image{3, 2, std::vector<std::uint8_t>(24)};
  for (std::size_t i = 0; i < 24; ++i) image.rgba[i] = static_cast<std::uint8_t>(i / 4);
  const std::vector<std::string> expected = {"012345", "210543", "543210", "345012",
                                             "031425", "304152", "524130", "251403"};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image turned = upright(image, orientation);
    EXPECT_EQ(turned.width, orientation <= 4 ? 3 : 2);
    std::string numbers;
    for (std::size_t i = 0; i < turned.rgba.size(); i += 4)
      numbers += static_cast<char>('0' + turned.rgba[i]);
    EXPECT_EQ(numbers, expected[static_cast<std::size_t>(orientation - 1)]) << orientation;
  }
}

}  // namespace
}  // namespace jtp
