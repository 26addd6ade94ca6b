// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/category.h"

#include <gtest/gtest.h>

#include <string>

namespace jtp {
namespace {

TEST(Category, NamesAndNumbersAreThoseOfE621) {
  EXPECT_EQ(parse_category("general"), TagCategory::kGeneral);
  EXPECT_EQ(parse_category("5"), TagCategory::kSpecies);
  EXPECT_EQ(parse_category(" Meta "), TagCategory::kMeta);
  EXPECT_EQ(parse_category("8"), TagCategory::kLore);
}

TEST(Category, EveryNameRoundTrips) {
  for (std::size_t i = 0; i < kTagCategories; ++i) {
    const auto category = static_cast<TagCategory>(i);
    EXPECT_EQ(parse_category(to_string(category)), category);
    EXPECT_EQ(parse_category(std::to_string(i)), category);
  }
}

TEST(Category, OtherTextIsNotACategory) {
  for (const char* text : {"", "9", "-1", "05", "specie", "1.0"})
    EXPECT_EQ(parse_category(text), std::nullopt) << text;
}

}  // namespace
}  // namespace jtp
