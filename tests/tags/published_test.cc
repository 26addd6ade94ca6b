// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/published.h"

#include <gtest/gtest.h>

#include "jtp/base/digest.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

constexpr std::string_view kPilot = "d436a8d4e98c42906a65616cc6bc1a47e155bc3b79d22f48093178ce98980fb7";

TEST(Published, HashesTheLayoutOfThePublishedFile) {
  const std::vector<std::string> names = {"wolf", "red_fur", ">_<", "jack-o'_pose", "a\"b\\c", "caf\xC3\xA9"};
  const std::string file =
      R"({"wolf": 0, "red_fur": 1, ">_<": 2, "jack-o'_pose": 3, "a\"b\\c": 4, "caf\u00e9": 5})";
  EXPECT_EQ(tag_list_sha256(names), sha256_hex(test::as_bytes(file)));
}

TEST(Published, AnotherOrderOrNameChangesTheHash) {
  const auto hash = [](std::vector<std::string> names) { return tag_list_sha256(names); };
  EXPECT_NE(hash({"wolf", "fox"}), hash({"fox", "wolf"}));
  EXPECT_NE(hash({"wolf", "fox"}), hash({"wolf", "fux"}));
  EXPECT_EQ(hash({}), sha256_hex(test::as_bytes("{}")));
}

TEST(Published, ThePilotListHasItsFourBlocks) {
  const auto categories = published_categories(kPilot);
  ASSERT_TRUE(categories.has_value());
  ASSERT_EQ(categories->size(), 9083U);
  const auto expect_block = [&](std::size_t first, std::size_t last, TagCategory category) {
    for (std::size_t i = first; i <= last; ++i) ASSERT_EQ((*categories)[i], category) << i;
  };
  expect_block(0, 7711, TagCategory::kGeneral);
  expect_block(7712, 7734, TagCategory::kCopyright);
  expect_block(7735, 8948, TagCategory::kSpecies);
  expect_block(8949, 9082, TagCategory::kMeta);
}

TEST(Published, OtherListsHaveNoKnownCategories) {
  EXPECT_EQ(published_categories(std::string(64, '0')), std::nullopt);
  EXPECT_EQ(published_categories(""), std::nullopt);
}

}  // namespace
}  // namespace jtp
