// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/name_table.h"

#include <gtest/gtest.h>

#include <string>

namespace jtp {
namespace {

TEST(NameTable, NumbersNamesInOrderOfAppearance) {
  NameTable names;
  EXPECT_EQ(names.intern("wolf"), 0U);
  EXPECT_EQ(names.intern("red_fur"), 1U);
  EXPECT_EQ(names.intern("wolf"), 0U);
  EXPECT_EQ(names.intern(""), 2U);
  EXPECT_EQ(names.name(1), "red_fur");
  EXPECT_EQ(names.name(2), "");
  EXPECT_EQ(names.find("solo"), std::nullopt);
  EXPECT_EQ(names.size(), 3U);
}

TEST(NameTable, DistinguishesAHundredThousandNames) {
  NameTable names;
  for (std::uint32_t i = 0; i < 100000; ++i) ASSERT_EQ(names.intern("tag_" + std::to_string(i)), i);
  for (std::uint32_t i = 0; i < 100000; ++i) {
    ASSERT_EQ(names.find("tag_" + std::to_string(i)), i);
    ASSERT_EQ(names.name(i), "tag_" + std::to_string(i));
  }
}

}  // namespace
}  // namespace jtp
