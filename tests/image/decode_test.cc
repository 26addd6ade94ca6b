// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/decode.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using namespace std::string_literals;

std::string golden_file(const std::string& name) {
  return test::read_text(test::golden_dir() / "image" / name);
}

// A little-endian integer of `bytes` bytes.
std::string le(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFu);
  return out;
}

std::string bmp_header(std::uint32_t width, std::uint32_t height, int bits, std::uint32_t pixels_at) {
  return "BM"s + le(0, 8) + le(pixels_at, 4) + le(40, 4) + le(width, 4) + le(height, 4) + le(1, 2) +
         le(static_cast<std::uint32_t>(bits), 2) + std::string(24, 0);
}

std::string replaced(std::string text, const std::string& old, const std::string& with) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::logic_error("the fixture has changed");
  return text.replace(at, old.size(), with);
}

// kInternal if no error is thrown.
ErrorKind kind_of_error(const std::string& file, const DecodeOptions& options = {}) {
  try {
    decode_image(test::as_bytes(file), options);
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.kind();
  }
  return ErrorKind::kInternal;
}

TEST(Decode, ContentDecidesTheFormat) {
  const std::vector<std::pair<std::string, ImageFormat>> table = {
      {"files/420.jpg", ImageFormat::kJpeg},    {"files/rgb8.png", ImageFormat::kPng},
      {"files/lossy.webp", ImageFormat::kWebp}, {"files/plain.gif", ImageFormat::kGif},
      {"files/tiles.tif", ImageFormat::kTiff},  {"files/mm_cmyk.tif", ImageFormat::kTiff},
      {"files/rgb24.bmp", ImageFormat::kBmp},   {"gradient.avif", ImageFormat::kAvif},
      {"gradient.jxl", ImageFormat::kJxl}};
  for (const auto& [name, format] : table)
    EXPECT_EQ(sniff_format(test::as_bytes(golden_file(name))), format) << name;
  EXPECT_EQ(sniff_format(test::as_bytes("\0\0\0\x0CJXL \r\n\x87\n...."s)), ImageFormat::kJxl);
  EXPECT_EQ(sniff_format(test::as_bytes("RIFF\0\0\0\0WAVEfmt "s)), ImageFormat::kUnknown);
  EXPECT_EQ(sniff_format(test::as_bytes("\0\0\0\x14"s + "ftypisom\0\0\0\0mp41"s)), ImageFormat::kUnknown);
  EXPECT_EQ(sniff_format(test::as_bytes("\0\0\0\x14"s + "ftypmif1\0\0\0\0avif"s)), ImageFormat::kAvif);
  EXPECT_EQ(sniff_format({}), ImageFormat::kUnknown);
}

TEST(Decode, FormatsHaveNames) {
  EXPECT_EQ(to_string(ImageFormat::kJxl), "jxl");
  EXPECT_EQ(to_string(ImageFormat::kUnknown), "unknown");
  EXPECT_TRUE(is_supported(ImageFormat::kPng));
  EXPECT_FALSE(is_supported(ImageFormat::kUnknown));
}

TEST(Decode, EmptyAndUnknownContentIsInvalid) {
  EXPECT_EQ(kind_of_error(""), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind_of_error("a text about a wolf"), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind_of_error(std::string(100, '\0')), ErrorKind::kInvalidInput);
}

TEST(Decode, AHugePngIsRefusedByItsHeader) {
  // 50000 x 50000, RGBA; the checksum belongs to this header.
  const std::string header =
      "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x06\0\0\0\x4B\xAF\x3D\xCA"s;
  const std::string no_pixels = "\0\0\0\0IDAT\x35\xAF\x06\x1E"s;
  try {
    decode_image(test::as_bytes(header + no_pixels));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
    EXPECT_STREQ(error.what(), "a picture of 50000 x 50000 pixels exceeds the limit of 178956970 pixels");
  }
}

TEST(Decode, EveryFormatHonoursThePixelLimit) {
  for (const char* name :
       {"files/420.jpg", "files/rgb8.png", "files/lossy.webp", "files/animated.webp", "files/plain.gif",
        "files/tiles.tif", "files/rgb24.bmp", "gradient.jxl", "gradient.avif"}) {
    const std::string file = golden_file(name);
    if (!is_supported(sniff_format(test::as_bytes(file)))) continue;
    const Image image = decode_image(test::as_bytes(file));
    const std::int64_t pixels = std::int64_t{image.width} * image.height;
    EXPECT_EQ(decode_image(test::as_bytes(file), {.max_pixels = pixels}).width, image.width) << name;
    EXPECT_EQ(kind_of_error(file, {.max_pixels = pixels - 1}), ErrorKind::kUnsupported) << name;
  }
}

TEST(Decode, TruncatedFilesOfEveryFormatAreErrors) {
  // The last bytes may be dispensable (end markers, padding): each format has a margin.
  const std::vector<std::pair<std::string, std::size_t>> table = {{"files/420.jpg", 0},
                                                                  {"files/420_progressive.jpg", 0},
                                                                  {"files/rgba16_adam7.png", 12},
                                                                  {"files/lossy.webp", 1},
                                                                  {"files/lossless_alpha.webp", 1},
                                                                  {"files/plain.gif", 1},
                                                                  {"files/rgb24.bmp", 1},
                                                                  {"files/palette4.bmp", 1},
                                                                  {"files/rle8.bmp", 20},
                                                                  {"gradient.avif", 0},
                                                                  {"gradient.jxl", 0}};
  for (const auto& [name, margin] : table) {
    const std::string file = golden_file(name);
    if (!is_supported(sniff_format(test::as_bytes(file)))) continue;
    ASSERT_EQ(kind_of_error(file), ErrorKind::kInternal) << name << " itself is fine";
    for (std::size_t size = 0; size + margin < file.size(); ++size) {
      const ErrorKind kind = kind_of_error(file.substr(0, size));
      ASSERT_TRUE(kind == ErrorKind::kInvalidInput || kind == ErrorKind::kUnsupported)
          << name << " cut to " << size << " of " << file.size() << " bytes: " << to_string(kind);
    }
  }
}

TEST(Decode, ATruncatedTiffIsAnErrorUnlessOnlyTagsAreLost) {
  const std::string file = golden_file("files/strips.tif");  // pixels first, then the directory
  for (std::size_t size = 0; size < 8 + 14 * 9; ++size) {
    ASSERT_EQ(kind_of_error(file.substr(0, size)), ErrorKind::kInvalidInput) << size;
  }
}

TEST(Decode, BmpSizesAreChecked) {
  EXPECT_EQ(kind_of_error(bmp_header(5, 0x80000000u, 24, 54)), ErrorKind::kUnsupported);
  EXPECT_EQ(kind_of_error(bmp_header(0xFFFFFFFBu, 5, 24, 54)), ErrorKind::kUnsupported);
  EXPECT_EQ(kind_of_error(bmp_header(0, 5, 24, 54)), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind_of_error(bmp_header(5, 0, 24, 54)), ErrorKind::kInvalidInput);
  EXPECT_EQ(kind_of_error(bmp_header(5, 5, 24, 0xFFFFFFF0u) + std::string(80, 'x')),
            ErrorKind::kInvalidInput);
  EXPECT_EQ(kind_of_error(bmp_header(5, 5, 24, 54) + std::string(79, 'x')), ErrorKind::kInternal);
  EXPECT_EQ(kind_of_error(bmp_header(5, 5, 24, 54) + std::string(78, 'x')), ErrorKind::kInvalidInput);
}

TEST(Decode, AGiantBmpPaletteIsAnError) {
  std::string file = bmp_header(5, 5, 8, 54);
  file.replace(46, 4, "\xFF\xFF\xFF\x7F");
  EXPECT_EQ(kind_of_error(file + std::string(100, 'x')), ErrorKind::kInvalidInput);
}

TEST(Decode, ATiffStripOutsideTheFileIsAnError) {
  EXPECT_EQ(kind_of_error(golden_file("files/offset_outside.tif")), ErrorKind::kInvalidInput);
}

TEST(Decode, ATiffWithGiantTilesIsUnsupported) {
  // TileWidth and TileLength are SHORT 16: type, count, value.
  std::string file = golden_file("files/tiles.tif");
  file = replaced(file, "\x42\x01\x03\0\x01\0\0\0\x10\0"s, "\x42\x01\x03\0\x01\0\0\0\xF0\xFF"s);
  file = replaced(file, "\x43\x01\x03\0\x01\0\0\0\x10\0"s, "\x43\x01\x03\0\x01\0\0\0\xF0\xFF"s);
  EXPECT_EQ(kind_of_error(file), ErrorKind::kUnsupported);
}

TEST(Decode, AJpegWithThousandsOfScansIsRefused) {
  const std::string file = golden_file("files/grey_progressive.jpg");
  const std::size_t last = file.rfind("\xFF\xDA");
  const std::string scan = file.substr(last, file.size() - 2 - last);
  std::string many = file.substr(0, file.size() - 2);
  for (int i = 0; i < 2000; ++i) many += scan;
  EXPECT_EQ(kind_of_error(many + "\xFF\xD9"), ErrorKind::kInvalidInput);
}

TEST(Decode, RowsEqualThoseOfTheWholePicture) {
  for (const char* name : {"files/420.jpg", "files/420_progressive.jpg", "files/rgb8.png",
                           "files/rgba16_adam7.png", "files/lossy.webp", "files/plain.gif"}) {
    const std::string file = golden_file(name);
    const Image image = decode_image(test::as_bytes(file));
    const RowSource rows = open_image(test::as_bytes(file));
    ASSERT_EQ(rows.width, image.width) << name;
    ASSERT_EQ(rows.height, image.height) << name;
    EXPECT_EQ(read_all(rows).rgba, image.rgba) << name;
    EXPECT_FALSE(rows.reduced_from) << name;
  }
}

// Callers that rely on it skip the multiplication.
TEST(Decode, OpaquePicturesHaveAlpha255) {
  int opaque = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::golden_dir() / "image" / "files")) {
    const std::string file = test::read_text(entry.path());
    try {
      const RowSource rows = open_image(test::as_bytes(file));
      if (rows.opacity != Opacity::kOpaque) continue;
      const Image image = read_all(rows);
      ++opaque;
      for (std::size_t i = 3; i < image.rgba.size(); i += 4) ASSERT_EQ(image.rgba[i], 255) << entry.path();
    } catch (const Error&) {  // golden_test.cc knows which of the files are broken
    }
  }
  EXPECT_GT(opaque, 20);
}

// gradient_wide.jpg: 1601 x 41, grey from 0 at the left to 255 at the right; its EXIF orientation is 6.
TEST(Decode, FastDecodeHalvesAJpegAndRemembersItsSize) {
  const std::string file = golden_file("gradient_wide.jpg");
  const RowSource rows = open_image(test::as_bytes(file), {.fast_decode = true});
  EXPECT_EQ(rows.width, 801);
  EXPECT_EQ(rows.height, 21);
  EXPECT_EQ(rows.full_size().width, 1601);
  EXPECT_EQ(rows.full_size().height, 41);
  const Image half = read_all(rows);
  // The slope is 1/3 grey per pixel here, at most 1.3 from the middle of a block of four; quality 90 rounds
  // coefficients in steps of 2 to 3 grey.
  for (std::size_t x = 0; x < 801; ++x) EXPECT_NEAR(half.rgba[4 * x], x * 255.0 / 800, 4.0) << x;

  const RowSource upright = open_image(test::as_bytes(file), {.exif_rotate = true, .fast_decode = true});
  EXPECT_EQ(upright.width, 21);
  EXPECT_EQ(upright.full_size().width, 41);
  EXPECT_EQ(upright.full_size().height, 1601);
}

TEST(Decode, FastDecodeLeavesSmallPicturesAndTheLimitAlone) {
  const std::string small = golden_file("files/420.jpg");
  EXPECT_EQ(decode_image(test::as_bytes(small), {.fast_decode = true}).rgba,
            decode_image(test::as_bytes(small)).rgba);
  const std::string large = golden_file("gradient_wide.jpg");
  EXPECT_EQ(decode_image(test::as_bytes(large)).width, 1601);
  EXPECT_EQ(kind_of_error(large, {.max_pixels = 1601 * 41 - 1, .fast_decode = true}),
            ErrorKind::kUnsupported);
}

// The formula of tests/oracle/make_avif_jxl.cc.
void expect_gradient(const Image& image) {
  ASSERT_EQ(image.width, 20);
  ASSERT_EQ(image.height, 12);
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 20; ++x) {
      const std::uint8_t* p = &image.rgba[static_cast<std::size_t>(4 * (20 * y + x))];
      ASSERT_EQ(std::vector<int>({p[0], p[1], p[2], p[3]}),
                std::vector<int>({x * 12, y * 20, x * y, 255 - x * 5}));
    }
  }
}

TEST(Decode, LosslessAvifAndJpegXlAreExact) {
  for (const char* name : {"gradient.avif", "gradient.jxl"}) {
    SCOPED_TRACE(name);
    const std::string file = golden_file(name);
    if (is_supported(sniff_format(test::as_bytes(file)))) {
      expect_gradient(decode_image(test::as_bytes(file)));
    } else {
      EXPECT_EQ(kind_of_error(file), ErrorKind::kUnsupported);
    }
  }
}

}  // namespace
}  // namespace jtp
