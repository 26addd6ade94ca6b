// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/output/caption_properties.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

const Tags kTags = {"wolf", "red_fur", "digital_media_(artwork)"};

CaptionStyle style_with(TagSeparator separator, std::string prefix = "") {
  return {{}, separator, std::move(prefix)};
}

// `text` after supplementing it with `tags`; "unchanged" if it stays the same.
std::string supplemented(std::string_view text, const Tags& tags, const CaptionStyle& style = {}) {
  return merge_caption(text, tags, style, ExistingCaption::kSupplement).value_or("unchanged");
}

TEST(Caption, ANewCaptionIsAListWithAFinalLineEnd) {
  EXPECT_EQ(format_caption(kTags, {}), "wolf, red fur, digital media (artwork)\n");
  EXPECT_EQ(format_caption(
                kTags, {{WordSeparator::kUnderscore, Parentheses::kEscaped}, TagSeparator::kComma, "me, "}),
            "me, wolf, red_fur, digital_media_\\(artwork\\)\n");
  EXPECT_EQ(format_caption(kTags, style_with(TagSeparator::kNewline)),
            "wolf\nred fur\ndigital media (artwork)\n");
  EXPECT_EQ(format_caption(kTags, style_with(TagSeparator::kSpace)),
            "wolf red_fur digital_media_(artwork)\n");
  EXPECT_EQ(format_caption({}, {}), "");
}

TEST(Caption, ThePolicyDecidesAboutAnExistingCaption) {
  EXPECT_EQ(merge_caption("fox", kTags, {}, ExistingCaption::kSkip), std::nullopt);
  EXPECT_EQ(merge_caption("fox", Tags{"wolf"}, {}, ExistingCaption::kReplace), "wolf\n");
  EXPECT_EQ(merge_caption("wolf\n", Tags{"wolf"}, {}, ExistingCaption::kReplace), std::nullopt);
  EXPECT_EQ(merge_caption("fox", Tags{"wolf"}, {}, ExistingCaption::kSupplement), "fox, wolf");
  for (const auto policy :
       {ExistingCaption::kSkip, ExistingCaption::kReplace, ExistingCaption::kSupplement}) {
    EXPECT_EQ(merge_caption(std::nullopt, Tags{"wolf"}, {}, policy), "wolf\n");
    EXPECT_EQ(merge_caption(std::nullopt, Tags{}, {}, policy), std::nullopt);
  }
}

TEST(Caption, OnlyMissingTagsAreAppended) {
  EXPECT_EQ(supplemented("red fur, fox\n", kTags), "red fur, fox, wolf, digital media (artwork)\n");
  EXPECT_EQ(supplemented("Wolf , RED_FUR,digital media \\(artwork\\)", kTags), "unchanged");
  EXPECT_EQ(supplemented("wolf\n", Tags{}), "unchanged");
  EXPECT_EQ(supplemented("fox", Tags{"wolf", "wolf"}), "fox, wolf");
}

TEST(Caption, AWeightedTagCountsAsPresent) {
  for (const char* text : {"(wolf:1.2)", "((wolf))", "[wolf]", "{wolf}", "wolf:0.87", "(fox, wolf:1.2)",
                           "(wolf, fox:-1)", "trigger ||| wolf, fox", "fox; wolf"}) {
    EXPECT_EQ(supplemented(text, Tags{"wolf"}), "unchanged") << text;
  }
  EXPECT_EQ(supplemented("(digital media \\(artwork\\):1.1)", Tags{"digital_media_(artwork)"}), "unchanged");
  EXPECT_EQ(supplemented("(digital media (artwork):1.1)", Tags{"digital_media_(artwork)"}), "unchanged");
  EXPECT_EQ(supplemented("open :3", Tags{":3"}), "open :3, :3");
}

TEST(Caption, TheTextKeepsItsBytes) {
  EXPECT_EQ(supplemented("\xEF\xBB\xBFmy wolf,  fox\r\n", Tags{"solo"}),
            "\xEF\xBB\xBFmy wolf,  fox, solo\r\n");
  EXPECT_EQ(supplemented("caf\xE9, fox \n\n", Tags{"solo"}), "caf\xE9, fox , solo\n\n");
  EXPECT_EQ(supplemented("\xEF\xBB\xBFwolf", Tags{"wolf"}), "unchanged");
}

TEST(Caption, FollowsTheSeparatorOfTheText) {
  EXPECT_EQ(supplemented("fox,solo\n", Tags{"wolf"}), "fox,solo,wolf\n");
  EXPECT_EQ(supplemented("fox, solo, ", Tags{"wolf", "tail"}), "fox, solo, wolf, tail");
  EXPECT_EQ(supplemented("fox, solo,", Tags{"wolf"}), "fox, solo, wolf");
  EXPECT_EQ(supplemented("fox,\r\nsolo,\r\n", Tags{"wolf", "tail"}), "fox,\r\nsolo,\r\nwolf,\r\ntail\r\n");
  EXPECT_EQ(supplemented("fox\nsolo\n", Tags{"wolf", "tail"}), "fox\nsolo\nwolf\ntail\n");
  EXPECT_EQ(supplemented("fox\r\nsolo", Tags{"wolf"}), "fox\r\nsolo\r\nwolf");
  EXPECT_EQ(supplemented("fox\rsolo\r", Tags{"wolf"}), "fox\rsolo\rwolf\r");
  EXPECT_EQ(supplemented("red_fur fox \n", kTags), "red_fur fox wolf digital_media_(artwork)\n");
}

TEST(Caption, SentencesStayWhole) {
  EXPECT_EQ(supplemented("A wolf sitting on a rock.", Tags{"wolf", "rock"}),
            "A wolf sitting on a rock., wolf, rock");
  EXPECT_EQ(supplemented("a photo of sks_dog on grass\n", Tags{"wolf"}),
            "a photo of sks_dog on grass, wolf\n");
  EXPECT_EQ(supplemented("A wolf sits.\nIt is red.\n", Tags{"wolf"}), "A wolf sits.\nIt is red., wolf\n");
}

TEST(Caption, TheStyleDecidesIfASingleTagLeavesItOpen) {
  EXPECT_EQ(supplemented("fox\n", Tags{"wolf"}, style_with(TagSeparator::kNewline)), "fox\nwolf\n");
  EXPECT_EQ(supplemented("fox\n", Tags{"wolf"}, style_with(TagSeparator::kSpace)), "fox wolf\n");
  EXPECT_EQ(supplemented("red_fur", Tags{"wolf"}), "red_fur, wolf");
}

TEST(Caption, ABlankFileKeepsItsLineEnd) {
  EXPECT_EQ(supplemented("", Tags{"wolf"}), "wolf\n");
  EXPECT_EQ(supplemented("\r\n", Tags{"wolf", "fox"}), "wolf, fox\r\n");
  EXPECT_EQ(supplemented("", Tags{}), "unchanged");
}

TEST(Caption, ThePrefixIsNotPartOfTheFirstTag) {
  const CaptionStyle style = style_with(TagSeparator::kComma, "photo of ");
  EXPECT_EQ(supplemented("photo of wolf\n", Tags{"wolf", "solo"}, style), "photo of wolf, solo\n");
  EXPECT_EQ(supplemented("photo of \n", Tags{"wolf"}, style), "photo of wolf\n");
  const CaptionStyle marked = style_with(TagSeparator::kComma, "\xEF\xBB\xBF photo of ");
  EXPECT_EQ(supplemented(format_caption(Tags{"wolf"}, marked), Tags{"wolf"}, marked), "unchanged");
}

TEST(Caption, TextInOtherEncodingsIsRefused) {
  test::expect_error(ErrorKind::kInvalidInput, "is UTF-16", [] { supplemented("\xFF\xFEw", kTags); });
  test::expect_error(ErrorKind::kInvalidInput, "is UTF-16", [] { supplemented("\xFE\xFFw", kTags); });
  test::expect_error(ErrorKind::kInvalidInput, "byte 1 is 0",
                     [] { supplemented(std::string_view("w\0o\0", 4), kTags); });
}

// Captions and tags from an alphabet in which characters with a special meaning are frequent.
TEST(Caption, SupplementingKeepsTheTextAndIsIdempotent) {
  constexpr std::string_view kText = "ab_ ,\n\r\f()\\:1.;|[] the\xEF\xBB\xBF\xFF";
  constexpr std::string_view kName = "ab_():.;|1\\";
  std::mt19937 random(7);
  const auto word = [&random](std::string_view alphabet, unsigned longest) {
    std::string text;
    for (unsigned n = random() % (longest + 1); text.size() < n;)
      text += alphabet[random() % alphabet.size()];
    return text;
  };
  for (int i = 0; i < 50000; ++i) {
    Tags tags;
    for (unsigned n = random() % 4; tags.size() < n;) tags.push_back(word(kName, 4));
    const CaptionStyle style = {{random() % 2 ? WordSeparator::kSpace : WordSeparator::kUnderscore,
                                 random() % 2 ? Parentheses::kPlain : Parentheses::kEscaped},
                                static_cast<TagSeparator>(random() % 3),
                                word(kText, 3)};
    const std::string text = word(kText, 16);
    ASSERT_EQ(test::broken_property(text, tags, style), "")
        << ::testing::PrintToString(text) << " with " << ::testing::PrintToString(tags);
  }
}

TEST(Caption, TagsThatContainASeparatorReadBackAsOneTag) {
  const std::vector<std::string> tags = {"comma,inside", "tab\tinside"};
  const std::string text = format_caption(tags, {});
  EXPECT_EQ(text, "comma inside, tab inside\n");
  EXPECT_EQ(merge_caption(text, tags, {}, ExistingCaption::kSupplement), std::nullopt);
}

}  // namespace
}  // namespace jtp
