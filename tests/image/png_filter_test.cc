// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/png_filter.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Row = std::vector<std::uint8_t>;

// Section 9.4 of the specification, literally.
int paeth_predictor(int a, int b, int c) {
  const int p = a + b - c;
  const int pa = std::abs(p - a);
  const int pb = std::abs(p - b);
  const int pc = std::abs(p - c);
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

// What an encoder does.
Row filtered(int type, const Row& row, const Row& above, std::size_t pixel_bytes) {
  Row result(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int a = i < pixel_bytes ? 0 : row[i - pixel_bytes];
    const int b = above[i];
    const int c = i < pixel_bytes ? 0 : above[i - pixel_bytes];
    const int predictions[] = {0, a, b, (a + b) / 2, paeth_predictor(a, b, c)};
    result[i] = static_cast<std::uint8_t>(row[i] - predictions[type]);
  }
  return result;
}

TEST(PngFilter, UndoesWhatAnEncoderDoes) {
  std::mt19937 random(7);
  for (std::size_t pixel_bytes = 1; pixel_bytes <= 4; ++pixel_bytes) {
    for (int type = 0; type <= 4; ++type) {
      for (std::size_t pixels = 1; pixels < 70; ++pixels) {
        Row original(pixels * pixel_bytes);
        Row above(original.size());
        // Few different values, because Paeth's order matters at equal distances.
        const auto range = pixels % 2 == 0 ? 256u : 4u;
        for (std::uint8_t& byte : original) byte = static_cast<std::uint8_t>(random() % range);
        for (std::uint8_t& byte : above) byte = static_cast<std::uint8_t>(random() % range);
        Row row = filtered(type, original, above, pixel_bytes);
        undo_png_filter(type, row, above, pixel_bytes);
        ASSERT_EQ(row, original) << "filter " << type << ", " << pixels << " pixels of " << pixel_bytes;
      }
    }
  }
}

TEST(PngFilter, AnUnknownTypeIsInvalid) {
  Row row(4);
  const Row above(4);
  EXPECT_THROW(undo_png_filter(5, row, above, 1), Error);
  EXPECT_THROW(undo_png_filter(255, row, above, 4), Error);
}

}  // namespace
}  // namespace jtp
