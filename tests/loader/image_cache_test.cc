// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/image_cache.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

std::shared_ptr<const Image> picture(int width, int height) {
  return std::make_shared<const Image>(
      Image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(4 * width * height))});
}

TEST(ImageCache, KeepsUpToItsCapacityAndEvictsNothing) {
  ImageCache cache(4 * 30);
  const auto first = picture(2, 10);
  cache.keep(7, first);
  EXPECT_EQ(cache.find(7), first);
  EXPECT_EQ(cache.find(8), nullptr);
  EXPECT_TRUE(cache.has_room(10, 1));
  EXPECT_FALSE(cache.has_room(11, 1));
  cache.keep(8, picture(11, 1));
  EXPECT_EQ(cache.find(8), nullptr);
  cache.keep(9, picture(10, 1));
  EXPECT_NE(cache.find(9), nullptr);
  EXPECT_EQ(cache.find(7), first);
  EXPECT_FALSE(cache.has_room(1, 1));
}

TEST(ImageCache, CountsAPictureOnce) {
  ImageCache cache(4 * 30);
  cache.keep(1, picture(10, 1));
  cache.keep(1, picture(10, 1));
  EXPECT_TRUE(cache.has_room(20, 1));
}

TEST(ImageCache, WithoutCapacityKeepsNothing) {
  ImageCache cache(0);
  EXPECT_FALSE(cache.has_room(1, 1));
  cache.keep(1, picture(1, 1));
  EXPECT_EQ(cache.find(1), nullptr);
}

}  // namespace
}  // namespace jtp
