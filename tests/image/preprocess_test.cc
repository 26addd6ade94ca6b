// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/preprocess.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;

class Preprocess : public ::testing::Test {};

Image plain(int width, int height, std::vector<std::uint8_t> pixel) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) image.rgba.insert(image.rgba.end(), pixel.begin(), pixel.end());
  return image;
}

void check_fit_sizes(const fs::path& path) {
  const auto rows = nlohmann::json::parse(test::read_text(path))["rows"];
  ASSERT_GT(rows.size(), 400u);
  for (const std::vector<int> row : rows) {
    const FittedSize size = fit_size(row[0], row[1], 384);
    ASSERT_EQ(size.width, row[2]) << row[0] << " x " << row[1];
    ASSERT_EQ(size.height, row[3]) << row[0] << " x " << row[1];
  }
}

TEST_F(Preprocess, FitSizesRoundHalfToEvenInFloat64) {
  check_fit_sizes(test::golden_dir() / "image" / "reference" / "fit_sizes.json");
}

TEST_F(Preprocess, FitSizesEqualTheReference) {
  const auto shared = test::shared_dir();
  if (!shared) GTEST_SKIP() << "the reference data is not there";
  check_fit_sizes(*shared / "golden" / "preprocess" / "fit_sizes.json");
}

TEST_F(Preprocess, NarrowPicturesAreRefusedWithTheirSize) {
  try {
    Preprocessor(384).fit(plain(1, 768, {1, 2, 3, 255}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kInvalidInput);
    EXPECT_STREQ(error.what(),
                 "a picture of 1 x 768 pixels is too narrow: fitted to 384 pixels, it has 0 x 384");
  }
  EXPECT_NO_THROW(Preprocessor(384).fit(plain(1, 767, {1, 2, 3, 255})));
}

TEST_F(Preprocess, AReducedPictureIsFittedByItsFullSize) {
  const Image half = plain(51, 26, {1, 2, 3, 255});
  RowSource rows = rows_of(half);
  rows.reduced_from = FullSize{101, 51};
  const Image fitted = Preprocessor(40).fit(rows);
  EXPECT_EQ(fitted.width, 40);
  EXPECT_EQ(fitted.height, fit_size(101, 51, 40).height);
  EXPECT_EQ(fitted.rgba, plain(fitted.width, fitted.height, {1, 2, 3, 255}).rgba);
}

TEST_F(Preprocess, OpaqueRowsGiveTheSameAsUnknownOnes) {
  Image image = plain(50, 20, {0, 0, 0, 255});
  for (std::size_t i = 0; i < image.rgba.size(); ++i) {
    if (i % 4 != 3) image.rgba[i] = static_cast<std::uint8_t>(i * i % 251);
  }
  RowSource rows = rows_of(image);
  rows.opacity = Opacity::kOpaque;
  EXPECT_EQ(Preprocessor(31).fit(rows).rgba, Preprocessor(31).fit(image).rgba);
}

TEST_F(Preprocess, APictureOfTheRightSizeIsUnchanged) {
  // Premultiplying and dividing would change these colours.
  const Image image = plain(384, 200, {250, 7, 99, 3});
  EXPECT_EQ(Preprocessor(384).fit(image).rgba, image.rgba);
}

TEST_F(Preprocess, EveryColourAndAlphaGivesTheReferenceFloat) {
  // Row = colour, column = alpha; the hash is that of the reference's composite_lut.npy.
  Image image{256, 256, {}};
  for (int colour = 0; colour < 256; ++colour) {
    for (int alpha = 0; alpha < 256; ++alpha) {
      const auto byte = static_cast<std::uint8_t>(colour);
      image.rgba.insert(image.rgba.end(), {byte, byte, byte, static_cast<std::uint8_t>(alpha)});
    }
  }
  std::vector<float> pixels(std::size_t{3} * 256 * 256);
  Preprocessor(256).to_pixels(image, pixels);
  for (std::size_t plane = 0; plane < 3; ++plane) {
    EXPECT_EQ(sha256_hex(std::as_bytes(std::span(pixels).subspan(plane * 65536, 65536))),
              "ad9ff6859cb627a4110557002dd68e386e4bc0c1b86a219ebb749470b642be84");
  }
}

TEST_F(Preprocess, PaddingIsGreyWithTheOddPixelAtTheRightAndBottom) {
  std::vector<float> pixels(3 * 8 * 8, -9.0f);
  Preprocessor(8).to_pixels(plain(5, 8, {255, 0, 255, 255}), pixels);
  for (int x = 0; x < 8; ++x) {
    const bool inside = x >= 1 && x < 6;
    EXPECT_EQ(pixels[static_cast<std::size_t>(x)], inside ? 1.0f : 0.0f) << x;
    EXPECT_EQ(pixels[static_cast<std::size_t>(64 + x)], inside ? -1.0f : 0.0f) << x;
  }
  Preprocessor(8).to_pixels(plain(8, 3, {255, 0, 255, 255}), pixels);
  for (int y = 0; y < 8; ++y) {
    EXPECT_EQ(pixels[static_cast<std::size_t>(8 * y)], y >= 2 && y < 5 ? 1.0f : 0.0f) << y;
  }
}

TEST_F(Preprocess, PlacesAPictureAndCutsOffWhatLiesOutside) {
  constexpr int kSide = 8;
  const Image image = plain(5, 4, {255, 0, 255, 255});
  for (const Placement at :
       {Placement{0, 0}, Placement{3, 4}, Placement{-2, 6}, Placement{7, -3}, Placement{9, 0}}) {
    std::vector<float> pixels(3 * kSide * kSide, -9.0f);
    Preprocessor(kSide).to_pixels(image, at, pixels);
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const bool inside = x >= at.left && x < at.left + 5 && y >= at.top && y < at.top + 4;
        EXPECT_EQ(pixels[static_cast<std::size_t>(y * kSide + x)], inside ? 1.0f : 0.0f) << x << ' ' << y;
        EXPECT_EQ(pixels[static_cast<std::size_t>(64 + y * kSide + x)], inside ? -1.0f : 0.0f);
      }
    }
  }
}

TEST_F(Preprocess, FitsToAnotherSideOnRequest) {
  const Image image = plain(40, 30, {10, 200, 30, 128});
  EXPECT_EQ(Preprocessor(64).fit(rows_of(image), 20).rgba, Preprocessor(20).fit(image).rgba);
}

TEST_F(Preprocess, TheCallOperatorIsFitAndToPixels) {
  const Image image = plain(40, 30, {10, 200, 30, 128});
  const Preprocessor preprocessor(64);
  std::vector<float> whole(3 * 64 * 64), steps(3 * 64 * 64);
  preprocessor(image, whole);
  preprocessor.to_pixels(preprocessor.fit(image), steps);
  EXPECT_EQ(whole, steps);
}

}  // namespace
}  // namespace jtp
