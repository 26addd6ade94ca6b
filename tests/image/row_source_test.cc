// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/row_source.h"

#include <gtest/gtest.h>

#include <numeric>
#include <utility>
#include <vector>

namespace jtp {
namespace {

Image numbered(int width, int height) {
  Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 4)};
  std::iota(image.rgba.begin(), image.rgba.end(), std::uint8_t{0});
  return image;
}

TEST(RowSource, RowsStartAtTheTop) {
  const Image image = numbered(3, 4);
  const RowSource rows = rows_of(image);
  EXPECT_EQ(rows.width, 3);
  EXPECT_EQ(rows.height, 4);
  for (std::uint8_t y = 0; y < 4; ++y) EXPECT_EQ(rows.next_row()[0], 12 * y);
}

TEST(RowSource, OwnsAMovedPicture) {
  Image image = numbered(2, 2);
  const std::vector<std::uint8_t> rgba = image.rgba;
  RowSource rows = rows_of(std::move(image));
  const RowSource moved = std::move(rows);
  EXPECT_EQ(read_all(moved).rgba, rgba);
}

}  // namespace
}  // namespace jtp
