// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_list.h"

#include <gtest/gtest.h>

#include <chrono>

namespace jtp {
namespace {

CaptionList read(std::string_view text, const CaptionStyle& style = {}) { return {text, style, {}}; }

TEST(CaptionList, EndsBeforeTheClosingLineEnds) {
  EXPECT_EQ(read("wolf\n\n").end(), 4U);
  EXPECT_EQ(read("wolf  \r\n \n").end(), 6U);
  EXPECT_EQ(read("wolf, ").end(), 6U);
  EXPECT_EQ(read("").end(), 0U);
}

TEST(CaptionList, IsBlankWithoutTags) {
  EXPECT_TRUE(read(" \n").is_blank());
  EXPECT_TRUE(read("\xEF\xBB\xBF").is_blank());
  EXPECT_TRUE(read("me, \n", {{}, TagSeparator::kComma, "me, "}).is_blank());
  EXPECT_FALSE(read("wolf").is_blank());
}

TEST(CaptionList, SeparatesLikeTheLastCommaBetweenTwoTags) {
  EXPECT_EQ(read("a, b,c").separator(), ",");
  EXPECT_EQ(read("a,b, c").separator(), ", ");
  EXPECT_EQ(read("a,b,\t c, ").separator(), ", ");
  EXPECT_EQ(read("a,b,\nc").separator(), ",\n");
  EXPECT_EQ(read("a,b,\r\n\r\nc").separator(), ",\r\n");
  EXPECT_EQ(read("a,").separator(), ", ");
  EXPECT_EQ(read(",,").separator(), ", ");
}

TEST(CaptionList, WordsWithUnderscoresAreAListUnlessTheyAreASentence) {
  EXPECT_TRUE(read("red_fur wolf").separated_by_spaces());
  EXPECT_FALSE(read("red_fur").separated_by_spaces());
  EXPECT_FALSE(read("red wolf").separated_by_spaces());
  EXPECT_FALSE(read("smiling ^_^").separated_by_spaces());
  EXPECT_FALSE(read("my_wolf on grass").separated_by_spaces());
}

TEST(CaptionList, AHostileTextTakesLinearTime) {
  std::string text(1 << 17, '(');
  text += std::string(1 << 17, ')');
  TagSet missing = {"wolf"};
  const auto start = std::chrono::steady_clock::now();
  read(text).remove_present(missing);
  // Nine passes over 0.25 MiB; one pass per bracket would read 34 GB.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  EXPECT_EQ(missing.size(), 1U);
}

}  // namespace
}  // namespace jtp
