// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_update.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/output/caption_update_properties.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

constexpr auto kSupplement = ExistingCaption::kSupplement;

CaptionState users(std::string text) { return {std::move(text), std::nullopt}; }

// The machine's caption after somebody edited it.
CaptionState edited(const CaptionState& caption, std::string text) {
  return {std::move(text), caption.share};
}

CaptionState updated(const CaptionState& before, const Tags& tags, ExistingCaption policy = kSupplement) {
  return update_caption(before, tags, {}, policy);
}

TEST(CaptionUpdate, ANewFileIsTheMachinesAndIsRewrittenWhenTheTagsChange) {
  const CaptionState first = updated({}, {"wolf", "red_fur"});
  EXPECT_EQ(first.text, "wolf, red fur\n");
  EXPECT_EQ(first.share->origin, CaptionOrigin::kMachine);
  EXPECT_EQ(updated(first, {"fox", "wolf"}).text, "fox, wolf\n");
  EXPECT_EQ(updated(first, {}), CaptionState());
  EXPECT_EQ(undo_caption(first, {}), CaptionState());
  EXPECT_EQ(updated({}, {}), CaptionState());
}

TEST(CaptionUpdate, TheUsersWordsStayWhereTheyAre) {
  const CaptionState first = updated(users("my fox,  solo\r\n"), {"wolf", "solo"});
  EXPECT_EQ(first.text, "my fox,  solo, wolf\r\n");
  EXPECT_EQ(first.share->tags, Tags{"wolf"});
  EXPECT_EQ(first.share->origin, CaptionOrigin::kUser);
  EXPECT_EQ(updated(first, {"tail"}).text, "my fox,  solo, tail\r\n");
  EXPECT_EQ(updated(first, {}).text, "my fox,  solo\r\n");
  EXPECT_EQ(updated(first, {}).share, std::nullopt);
  EXPECT_EQ(undo_caption(first, {}).text, "my fox,  solo\r\n");
}

TEST(CaptionUpdate, TagsThatTheUserRemovedAreDeclinedForGood) {
  const CaptionState first = updated({}, {"wolf", "red_fur", "tail"});
  CaptionState second = updated(edited(first, "wolf, tail\n"), {"wolf", "red_fur", "tail"});
  EXPECT_EQ(second.text, "wolf, tail\n");
  EXPECT_EQ(second.share->declined, Tags{"red_fur"});
  for (int run = 0; run < 3; ++run) second = updated(second, {"wolf", "Red_Fur", "tail", "solo"});
  EXPECT_EQ(second.text, "wolf, tail, solo\n");
}

TEST(CaptionUpdate, WordsThatTheUserAddedStayWhenTheMachinesTagsAreRemoved) {
  const CaptionState first = updated({}, {"wolf", "red_fur", "tail"});
  const CaptionState second = updated(edited(first, "sitting, wolf, red fur, tail, on a rock\n"), {"tail"});
  EXPECT_EQ(second.text, "sitting, tail, on a rock\n");
  EXPECT_EQ(second.share->tags, Tags{"tail"});
  EXPECT_EQ(undo_caption(second, {}).text, "sitting, on a rock\n");
}

TEST(CaptionUpdate, TagsThatTheUserMovedStayInTheirNewPlace) {
  const CaptionState first = updated({}, {"wolf", "red_fur", "tail"});
  const CaptionState second = updated(edited(first, "tail, wolf, red fur\n"), {"wolf", "red_fur", "tail"});
  EXPECT_EQ(second.text, "tail, wolf, red fur\n");
  EXPECT_EQ(updated(second, {"wolf", "tail"}).text, "tail, wolf\n");
}

TEST(CaptionUpdate, AWeightedOrRepeatedTagBelongsToTheUser) {
  const CaptionState first = updated({}, {"wolf", "red_fur"});
  EXPECT_EQ(updated(edited(first, "(wolf:1.2), red fur\n"), {}).text, "(wolf:1.2)\n");
  EXPECT_EQ(updated(edited(first, "wolf, red fur, wolf\n"), {}).text, "wolf, wolf\n");
}

TEST(CaptionUpdate, AWordThatTheUserHadFirstStaysTheUsers) {
  const CaptionState first = updated(users("wolf, solo"), {"wolf", "tail"});
  EXPECT_EQ(first.share->tags, Tags{"tail"});
  EXPECT_EQ(updated(edited(first, "solo, wolf, tail"), {}).text, "solo, wolf");
}

TEST(CaptionUpdate, ADeletedFileStartsAgain) {
  const CaptionState first = updated({}, {"wolf", "tail"});
  const CaptionState second = updated(edited(first, "tail\n"), {"wolf", "tail"});
  ASSERT_EQ(second.share->declined, Tags{"wolf"});
  EXPECT_EQ(updated({std::nullopt, second.share}, {"wolf", "tail"}).text, "wolf, tail\n");
}

TEST(CaptionUpdate, AnEmptiedFileStaysEmpty) {
  const CaptionState first = updated({}, {"wolf", "tail"});
  const CaptionState second = updated(edited(first, ""), {"wolf", "tail"});
  EXPECT_EQ(second.text, "");
  EXPECT_EQ(second.share->declined, (Tags{"wolf", "tail"}));
  EXPECT_EQ(updated(users(""), {"wolf"}).text, "wolf\n");
  EXPECT_EQ(undo_caption(updated(users(""), {"wolf"}), {}), users(""));
}

TEST(CaptionUpdate, EachPolicyDoesWhatItPromises) {
  const CaptionState mine = users("mine\n");
  EXPECT_EQ(updated(mine, {"wolf"}, ExistingCaption::kSkip), mine);
  EXPECT_EQ(updated(mine, {"wolf", "tail"}, ExistingCaption::kPrepend).text, "wolf, tail, mine\n");
  const CaptionState replaced = updated(mine, {"wolf"}, ExistingCaption::kReplace);
  EXPECT_EQ(replaced.text, "wolf\n");
  EXPECT_EQ(undo_caption(replaced, {}), mine);
  const CaptionState edited_caption = edited(replaced, "mine, wolf\n");
  EXPECT_EQ(updated(edited_caption, {"tail"}, ExistingCaption::kReplace).text, "tail\n");
}

TEST(CaptionUpdate, PrependedTagsFollowTheByteOrderMarkAndThePrefix) {
  CaptionStyle style;
  style.prefix = "photo of ";
  const CaptionState first =
      update_caption(users("\xEF\xBB\xBFphoto of fox\r\n"), Tags{"wolf"}, style, ExistingCaption::kPrepend);
  EXPECT_EQ(first.text, "\xEF\xBB\xBFphoto of wolf, fox\r\n");
  EXPECT_EQ(undo_caption(first, style).text, "\xEF\xBB\xBFphoto of fox\r\n");
}

TEST(CaptionUpdate, TheSuffixStaysAfterTheTags) {
  CaptionStyle style;
  style.suffix = ", high quality";
  const CaptionState first = update_caption({}, Tags{"wolf"}, style, kSupplement);
  EXPECT_EQ(first.text, "wolf, high quality\n");
  const CaptionState second =
      update_caption(edited(first, "my own, wolf, high quality\n"), Tags{"wolf", "tail"}, style, kSupplement);
  EXPECT_EQ(second.text, "my own, wolf, tail, high quality\n");
}

TEST(CaptionUpdate, TrailingSeparatorsAreRestored) {
  for (const char* text :
       {"fox, solo,", "fox, solo, ", "fox,\r\nsolo,\r\n", "red_fur fox \n", "\r\n", "\n\n",
        "\xEF\xBB\xBFmy wolf,  fox\r\n", "caf\xE9, fox \n\n", "digital media \\(artwork\\)\r"}) {
    const CaptionState once = updated(users(text), {"wolf", "tail"});
    EXPECT_NE(once.text, text);
    EXPECT_EQ(undo_caption(once, {}), users(text)) << *once.text;
  }
}

class RandomCaptions {
 public:
  explicit RandomCaptions(unsigned seed) : random_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

  std::string word(std::string_view alphabet, unsigned longest) {
    std::string text;
    for (unsigned n = below(longest + 1); text.size() < n;)
      text += alphabet[below(static_cast<unsigned>(alphabet.size()))];
    return text;
  }

  Tags tags() {
    Tags result;
    for (unsigned n = below(5); result.size() < n;) {
      const std::string tag = word("ab_():.;|1\\", 4);
      if (!canonical_tag(tag).empty()) result.push_back(tag);
    }
    return result;
  }

  CaptionStyle style() {
    constexpr std::string_view kText = "ab_ ,\n()\\:1.;|the\xEF\xBB\xBF";
    return {{below(2) != 0 ? WordSeparator::kSpace : WordSeparator::kUnderscore,
             below(2) != 0 ? Parentheses::kPlain : Parentheses::kEscaped},
            static_cast<TagSeparator>(below(3)),
            word(kText, 3),
            word(kText, 3),
            below(2) != 0 ? CaptionEnd::kNewline : CaptionEnd::kNothing};
  }

 private:
  std::mt19937 random_;
};

// Captions and tags from an alphabet in which characters with a special meaning are frequent.
TEST(CaptionUpdate, ARunLeavesNoTraceInTheNextAndUndoRestoresTheText) {
  RandomCaptions random(11);
  for (int i = 0; i < 50000; ++i) {
    const Tags first = random.tags();
    const Tags second = random.tags();
    const CaptionStyle style = random.style();
    const auto policy = random.below(2) != 0 ? kSupplement : ExistingCaption::kPrepend;
    const std::string text = random.word("ab_ ,\n\r\f()\\:1.;|[] the\xEF\xBB\xBF\xFF", 16);
    ASSERT_EQ(test::broken_update_property(text, {first, second}, style, policy), "")
        << ::testing::PrintToString(text) << " with " << ::testing::PrintToString(first) << " and "
        << ::testing::PrintToString(second) << " prefix " << ::testing::PrintToString(style.prefix)
        << " suffix " << ::testing::PrintToString(style.suffix) << static_cast<int>(style.separator);
  }
}

// A user edits a list of their own words and the machine's: adds some, removes some, shuffles. Whatever the
// machine finds afterwards, the user's words stay, and removed ones stay removed.
TEST(CaptionUpdate, LosesNoWordOfTheUserAndRestoresNoDeclinedTag) {
  const Tags pool = {"wolf", "red_fur", "tail",       "solo", "digital_media_(artwork)",
                     ">_<",  "open_:3", "male/female"};
  RandomCaptions random(12);
  const auto some = [&] {
    Tags tags;
    for (const std::string& tag : pool)
      if (random.below(2) != 0) tags.push_back(tag);
    return tags;
  };
  const std::vector<std::string> separators = {", ", ",", "\n", "\r\n", ",\r\n"};
  for (int i = 0; i < 5000; ++i) {
    const std::string& separator = separators[random.below(5)];
    const CaptionState first = updated(users("my words" + separator + "more of them"), some());
    Tags pieces = {"my words", "more of them", "a third"};
    Tags taken_out;
    for (const std::string& tag : first.share ? first.share->tags : Tags()) {
      if (random.below(3) == 0)
        taken_out.push_back(tag);
      else
        pieces.insert(pieces.begin() + random.below(static_cast<unsigned>(pieces.size()) + 1),
                      spell(tag, {}));
    }
    std::string text;
    for (const std::string& piece : pieces) text += (text.empty() ? "" : separator) + piece;
    CaptionState second = edited(first, text + "\n");
    Tags last;
    for (int run = 0; run < 3; ++run) second = updated(second, last = some());
    for (const char* words : {"my words", "more of them", "a third"})
      ASSERT_NE(second.text->find(words), std::string::npos) << *second.text;
    for (const std::string& tag : taken_out)
      ASSERT_EQ(second.text->find(spell(tag, {})), std::string::npos) << *second.text;
    for (const std::string& tag : pool) {
      const bool wanted = std::find(last.begin(), last.end(), tag) != last.end() &&
                          std::find(taken_out.begin(), taken_out.end(), tag) == taken_out.end();
      ASSERT_EQ(second.text->find(spell(tag, {})) != std::string::npos, wanted)
          << tag << " in " << *second.text;
    }
    ASSERT_EQ(updated(second, last), second);
  }
}

}  // namespace
}  // namespace jtp
