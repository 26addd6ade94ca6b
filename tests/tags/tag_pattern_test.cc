// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tag_pattern.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

bool matches(const std::string& pattern, std::string_view name) { return TagPatterns({pattern}).match(name); }

TEST(TagPattern, MatchesTheWholeName) {
  EXPECT_TRUE(matches("wolf", "wolf"));
  EXPECT_FALSE(matches("wolf", "wolf_tail"));
  EXPECT_FALSE(matches("wolf", "werewolf"));
  EXPECT_TRUE(matches("*wolf*", "werewolf"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("r?d_*", "red_fur"));
  EXPECT_FALSE(matches("r?d", "rd"));
}

TEST(TagPattern, IgnoresSpellingAndCase) {
  EXPECT_TRUE(matches("Red Fur", "red_fur"));
  EXPECT_TRUE(matches("digital media \\(*\\)", "digital_media_(artwork)"));
}

TEST(TagPattern, AQuestionMarkIsOneCharacterOfUtf8) {
  EXPECT_TRUE(matches("caf?", "caf\xC3\xA9"));
  EXPECT_FALSE(matches("caf??", "caf\xC3\xA9"));
}

TEST(TagPattern, ManyStarsDoNotBacktrackExponentially) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(matches(pattern + "b", std::string(10000, 'a')));
}

TEST(TagPattern, AnEmptyListMatchesNothing) {
  EXPECT_TRUE(TagPatterns({}).empty());
  EXPECT_FALSE(TagPatterns({}).match("wolf"));
}

}  // namespace
}  // namespace jtp
