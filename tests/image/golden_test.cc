// SPDX-License-Identifier: Apache-2.0
// Compares with everything that Pillow 9.4 and torchvision recorded for picture files;
// tests/golden/image/PROVENANCE.md.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/image/preprocess.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kSide = 384;

class Golden : public ::testing::Test {};

json read_json(const fs::path& path) { return json::parse(test::read_text(path)); }

template <typename T>
std::string hash_of(const std::vector<T>& values) {
  return sha256_hex(std::as_bytes(std::span(values)));
}

// Where decode_image() deliberately differs from Pillow, and why (docs/preprocessing.md, "Deviations").
const std::map<std::string, std::string>& deviations() {
  static const std::map<std::string, std::string> table = {
      {"cut_at_802.png", "cut behind the last pixel: libpng wants the whole chunk"},
      {"lab.tif", "L*a*b* needs colour management"},
      {"fillorder2_0_8.tif", "Pillow lacks an unpacker"},
      {"fillorder2_3_1.tif", "Pillow lacks an unpacker"},
      {"fillorder2_3_2.tif", "Pillow lacks an unpacker"},
      {"fillorder2_3_4.tif", "Pillow lacks an unpacker"},
      {"ii_rgb16_extra_999.tif", "libtiff takes Corel's number for alpha"},
      {"mm_rgb16_extra_999.tif", "libtiff takes Corel's number for alpha"},
  };
  return table;
}

std::optional<Image> decode(const std::vector<std::byte>& bytes, const DecodeOptions& options = {}) {
  try {
    return decode_image(bytes, options);
  } catch (const Error& error) {
    EXPECT_TRUE(error.kind() == ErrorKind::kInvalidInput || error.kind() == ErrorKind::kUnsupported)
        << error.what();
    return std::nullopt;
  }
}

TEST_F(Golden, DecodesEveryDrawnFileLikePillow) {
  const fs::path folder = test::golden_dir() / "image";
  const json listing = read_json(folder / "decoded.json");
  ASSERT_GT(listing.size(), 400u);
  for (const auto& [name, expected] : listing.items()) {
    SCOPED_TRACE(name);
    const std::vector<std::byte> bytes = test::read_bytes(folder / "files" / name);
    ASSERT_EQ(sha256_hex(bytes), expected["sha256"]);
    const std::optional<Image> image = decode(bytes);
    bool same = image.has_value() != expected.contains("refused");
    if (same && image) {
      same = image->width == expected["width"] && image->height == expected["height"] &&
             hash_of(image->rgba) == expected["rgba_sha256"];
    }
    EXPECT_EQ(same, !deviations().contains(name));
  }
}

TEST_F(Golden, RotatesLikePillowsExifTranspose) {
  const fs::path folder = test::golden_dir() / "image";
  const json listing = read_json(folder / "decoded.json");
  int turned = 0;
  for (const auto& [name, expected] : listing.items()) {
    if (!expected.contains("upright_sha256")) continue;
    SCOPED_TRACE(name);
    const std::optional<Image> image =
        decode(test::read_bytes(folder / "files" / name), {.exif_rotate = true});
    ASSERT_TRUE(image);
    EXPECT_EQ(hash_of(image->rgba), expected["upright_sha256"]);
    if (expected["upright_sha256"] != expected["rgba_sha256"]) ++turned;
  }
  EXPECT_EQ(turned, 9);  // JPEG 2 to 8, PNG 6, WebP 3
}

// File -> RGBA -> fitted RGBA -> floats, checked against a manifest in the format of the reference data.
void check_case(const fs::path& folder, const json& expected) {
  const std::optional<Image> image = decode(test::read_bytes(folder / expected["file"]));
  ASSERT_TRUE(image);
  EXPECT_EQ(std::vector<int>({image->width, image->height}), expected["size"]);
  EXPECT_EQ(hash_of(image->rgba), expected["decoded_rgba_sha256"]);
  const Preprocessor preprocessor(kSide);
  const Image fitted = preprocessor.fit(*image);
  EXPECT_EQ(std::vector<int>({fitted.width, fitted.height}), expected["resized_size"]);
  EXPECT_EQ(hash_of(fitted.rgba), expected["resized_rgba_sha256"]);
  std::vector<float> pixels(std::size_t{3} * kSide * kSide, -9.0f);
  preprocessor.to_pixels(fitted, pixels);
  EXPECT_EQ(hash_of(pixels), expected["tensor_sha256"]);
}

void check_error(const fs::path& folder, const json& expected) {
  const std::optional<Image> image = decode(test::read_bytes(folder / expected["file"]));
  if (!image) return;
  EXPECT_THROW(Preprocessor(kSide).fit(*image), Error);
}

void check_manifest(const fs::path& folder) {
  const json manifest = read_json(folder / "manifest.json");
  for (const char* list : {"cases", "quirks"}) {
    ASSERT_FALSE(manifest[list].empty());
    for (const json& expected : manifest[list]) {
      SCOPED_TRACE(expected["id"]);
      check_case(folder, expected);
    }
  }
  ASSERT_FALSE(manifest["errors"].empty());
  for (const json& expected : manifest["errors"]) {
    SCOPED_TRACE(expected["id"]);
    check_error(folder, expected);
  }
}

TEST_F(Golden, ReferenceSubsetGivesTheSameTensors) {
  check_manifest(test::golden_dir() / "image" / "reference");
}

TEST_F(Golden, WholeReferenceGivesTheSameTensors) {
  const auto shared = test::shared_dir();
  if (!shared) GTEST_SKIP() << "the reference data is not there";
  check_manifest(*shared / "golden" / "preprocess");
}

}  // namespace
}  // namespace jtp
