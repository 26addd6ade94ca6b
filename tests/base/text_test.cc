// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/text.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(Text, TrimsEveryKindOfWhiteSpaceAtBothEnds) {
  EXPECT_EQ(trimmed(" \t\r\n\v\fa b\f\v\n\r\t "), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, JoinsWordsWithOneUnderscore) {
  EXPECT_EQ(underscored("  two \t words "), "two_words");
  EXPECT_EQ(underscored("Red__Fur"), "Red__Fur");
  EXPECT_EQ(underscored("> <"), ">_<");
  EXPECT_EQ(underscored(" \n"), "");
}

TEST(Text, LowersOnlyAscii) {
  EXPECT_EQ(lower_case("AZaz@[`{09"), "azaz@[`{09");
  EXPECT_EQ(lower_case("\xC3\x84"), "\xC3\x84");  // Ä in UTF-8
}

TEST(Text, CountsAgreeWithTheirNoun) {
  EXPECT_EQ(counted(0, "picture"), "0 pictures");
  EXPECT_EQ(counted(1, "picture"), "1 picture");
  EXPECT_EQ(counted(2, "picture"), "2 pictures");
  EXPECT_EQ(counted(-1, "tag"), "-1 tags");
  EXPECT_EQ(counted(1, "entry", "entries"), "1 entry");
  EXPECT_EQ(counted(3, "entry", "entries"), "3 entries");
}

}  // namespace
}  // namespace jtp
