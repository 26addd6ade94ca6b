// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/resample.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// The generator described in resize_vectors.json.
Image random_picture(std::uint32_t seed, int width, int height, const std::string& alpha) {
  Image image{width, height, {}};
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  for (std::size_t i = 0; i < image.rgba.size(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    auto byte = static_cast<std::uint8_t>(seed >> 24);
    if (i % 4 == 3 && (alpha == "opaque" || (alpha == "sparse" && byte > 160))) byte = 255;
    if (i % 4 == 3 && alpha == "sparse" && byte < 96) byte = 0;
    image.rgba[i] = byte;
  }
  return image;
}

class Resample : public ::testing::Test {
 protected:
  static Image resized(const Image& image, int width, int height) {
    return resize_lanczos(rows_of(image), width, height, row_kernels_for(active_isa()));
  }
};

TEST_F(Resample, EqualsPillowOnEveryVector) {
  const auto path = test::golden_dir() / "image" / "reference" / "resize_vectors.json";
  const auto vectors = nlohmann::json::parse(test::read_text(path))["vectors"];
  ASSERT_EQ(vectors.size(), 78u);
  for (const auto& v : vectors) {
    SCOPED_TRACE(v.dump());
    const Image image = random_picture(v["seed"], v["in"][0], v["in"][1], v["alpha"]);
    ASSERT_EQ(sha256_hex(std::as_bytes(std::span(image.rgba))), v["input_sha256"]);
    const Image result = resized(image, v["out"][0], v["out"][1]);
    EXPECT_EQ(sha256_hex(std::as_bytes(std::span(result.rgba))), v["output_sha256"]);
  }
}

TEST_F(Resample, WindowsLieInsideTheInputAndWeightsSumToOne) {
  for (const auto& [in, out] : {std::pair{1, 384}, {3, 2}, {5000, 384}, {384, 384}, {100, 1}}) {
    const ResampleFilter filter = ResampleFilter::lanczos(in, out);
    ASSERT_EQ(filter.windows().size(), static_cast<std::size_t>(out));
    for (const ResampleWindow& window : filter.windows()) {
      ASSERT_GE(window.count, 1);
      ASSERT_GE(window.first, 0);
      ASSERT_LE(window.first + window.count, in);
      const int sum = std::accumulate(window.weights, window.weights + window.count, 0);
      EXPECT_LE(std::abs(sum - (1 << 22)), window.count);  // each weight is rounded by at most one half
    }
  }
}

TEST_F(Resample, AUniformPictureStaysUniform) {
  Image image{31, 17, {}};
  for (int i = 0; i < 31 * 17; ++i) image.rgba.insert(image.rgba.end(), {200, 100, 50, 255});
  const Image result = resized(image, 50, 9);
  for (std::size_t i = 0; i < result.rgba.size(); i += 4) {
    ASSERT_EQ(std::vector<std::uint8_t>(&result.rgba[i], &result.rgba[i] + 4),
              std::vector<std::uint8_t>({200, 100, 50, 255}));
  }
}

TEST_F(Resample, HiddenColourDoesNotBleed) {
  // Left half opaque green, right half transparent red: the border stays green.
  Image image{40, 4, {}};
  for (int i = 0; i < 40 * 4; ++i) {
    const bool opaque = i % 40 < 20;
    image.rgba.insert(image.rgba.end(), {static_cast<std::uint8_t>(opaque ? 0 : 255),
                                         static_cast<std::uint8_t>(opaque ? 255 : 0), 0,
                                         static_cast<std::uint8_t>(opaque ? 255 : 0)});
  }
  const Image result = resized(image, 15, 2);
  for (std::size_t i = 0; i < result.rgba.size(); i += 4) EXPECT_EQ(result.rgba[i], 0) << i;
}

}  // namespace
}  // namespace jtp
