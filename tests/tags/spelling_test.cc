// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/spelling.h"

#include <gtest/gtest.h>

#include <random>

namespace jtp {
namespace {

constexpr Spelling kPlainSpaces{WordSeparator::kSpace, Parentheses::kPlain};
constexpr Spelling kEscapedSpaces{WordSeparator::kSpace, Parentheses::kEscaped};
constexpr Spelling kPlainUnderscores{WordSeparator::kUnderscore, Parentheses::kPlain};
constexpr Spelling kEscapedUnderscores{WordSeparator::kUnderscore, Parentheses::kEscaped};

TEST(Spelling, WritesSpacesAndEscapes) {
  EXPECT_EQ(spell("digital_media_(artwork)", kPlainSpaces), "digital media (artwork)");
  EXPECT_EQ(spell("digital_media_(artwork)", kEscapedSpaces), "digital media \\(artwork\\)");
  EXPECT_EQ(spell("digital_media_(artwork)", kPlainUnderscores), "digital_media_(artwork)");
  EXPECT_EQ(spell("digital_media_(artwork)", kEscapedUnderscores), "digital_media_\\(artwork\\)");
  EXPECT_EQ(spell("open_:3", kPlainSpaces), "open :3");
}

TEST(Spelling, KaomojiKeepTheirUnderscore) {
  for (const char* name : {">_<", "^_^", "o_o"}) EXPECT_EQ(spell(name, kPlainSpaces), name);
  // More kaomoji from other vocabularies.
  for (const char* name :
       {"0_0", "(o)_(o)", "+_+", "._.", "<o>_<o>", "<|>_<|>", "=_=", "6_9", ">_o", "@_@", "||_||"}) {
    EXPECT_TRUE(is_kaomoji(name)) << name;
  }
}

TEST(Spelling, WordsAreNotKaomoji) {
  for (const char* name : {"red_fur", "open_:3", "x_(letter)", "4_fingers", "wolf", "", ":3", "a_b_c"}) {
    EXPECT_FALSE(is_kaomoji(name)) << name;
  }
}

TEST(Spelling, UnderscoresThatSeparateNoWordsStay) {
  EXPECT_EQ(spell("_red_fur_", kPlainSpaces), "_red fur_");
  EXPECT_EQ(spell("red__fur", kPlainSpaces), "red__fur");
}

TEST(Spelling, CanonicalFormsOfOneTagAreEqual) {
  for (const char* text :
       {"digital media (artwork)", "digital_media_(artwork)", "digital media \\(artwork\\)",
        "Digital_Media_\\(Artwork\\)", " digital media (artwork) \n", "digital  media (artwork)"}) {
    EXPECT_EQ(canonical_tag(text), "digital_media_(artwork)") << text;
  }
}

TEST(Spelling, BackslashesBelongToTheTagUnlessTheyEscape) {
  EXPECT_EQ(canonical_tag("\\m/"), "\\m/");
  EXPECT_EQ(canonical_tag("\\"), "\\");
  EXPECT_EQ(canonical_tag("a\\\\(b"), "a(b");
}

TEST(Spelling, EverySpellingOfANameHasItsCanonicalForm) {
  constexpr std::string_view kAlphabet = "aB_()\\:>\xC3\xA9-";
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    for (unsigned n = random() % 9; name.size() < n;) name += kAlphabet[random() % kAlphabet.size()];
    for (const Spelling& spelling : {kPlainSpaces, kEscapedSpaces, kPlainUnderscores, kEscapedUnderscores}) {
      ASSERT_EQ(canonical_tag(spell(name, spelling)), canonical_tag(name)) << name;
    }
    ASSERT_EQ(canonical_tag(canonical_tag(name)), canonical_tag(name)) << name;
  }
}

}  // namespace
}  // namespace jtp
