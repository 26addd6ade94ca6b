// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/xmp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "jtp/output/xmp_document.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

CaptionState updated(const CaptionState& before, const Tags& tags,
                     ExistingCaption policy = ExistingCaption::kSupplement, const XmpStyle& style = {}) {
  return update_xmp(before, tags, style, policy);
}

std::vector<std::string> items(const CaptionState& sidecar, int field) {
  return XmpDocument(*sidecar.text).items(xmp_tag_fields()[static_cast<std::size_t>(field)]);
}

// A user's sidecar with these items in each of the fields.
CaptionState users(const Tags& subjects, const Tags& hierarchy = {}, const Tags& list = {}) {
  XmpDocument document;
  document.append(xmp_tag_fields()[0], subjects);
  document.append(xmp_tag_fields()[1], hierarchy);
  document.append(xmp_tag_fields()[2], list);
  return {document.text(), std::nullopt};
}

CaptionState without(const CaptionState& before, int field, const Tags& values) {
  XmpDocument document(*before.text);
  document.erase(xmp_tag_fields()[static_cast<std::size_t>(field)], values);
  return {document.text(), before.share};
}

TEST(Xmp, TagsAreWrittenIntoAllThreeFields) {
  const CaptionState sidecar = updated({}, {"red_fur", "wolf"}, ExistingCaption::kSupplement, {"AI|JTP-1"});
  EXPECT_EQ(items(sidecar, 0), (Tags{"red fur", "wolf"}));
  EXPECT_EQ(items(sidecar, 1), (Tags{"AI|JTP-1|red fur", "AI|JTP-1|wolf"}));
  EXPECT_EQ(items(sidecar, 2), (Tags{"AI/JTP-1/red fur", "AI/JTP-1/wolf"}));
  EXPECT_EQ(updated({}, {}), CaptionState());
}

TEST(Xmp, ASlashInATagIsNotASeparator) {
  const CaptionState sidecar = updated({}, {"male/female"});
  EXPECT_EQ(items(sidecar, 0), Tags{"male/female"});
  EXPECT_EQ(items(sidecar, 1), Tags{"male/female"});
  EXPECT_EQ(items(sidecar, 2), Tags{"male\xE2\x88\x95"
                                    "female"});
  EXPECT_EQ(updated(sidecar, {"male/female"}), sidecar);
}

TEST(Xmp, ASecondRunReplacesTheTagsOfTheFirst) {
  const CaptionState first = updated(users({"mine"}), {"wolf", "tail"});
  const CaptionState second = updated(first, {"tail", "fox"});
  for (int field : {0, 1, 2}) {
    const Tags tags = items(second, field);
    EXPECT_EQ(std::count(tags.begin(), tags.end(), "wolf"), 0);
    EXPECT_EQ(std::count(tags.begin(), tags.end(), "tail"), 1);
    EXPECT_EQ(std::count(tags.begin(), tags.end(), "fox"), 1);
  }
  EXPECT_EQ(items(second, 0).front(), "mine");
  EXPECT_EQ(updated(second, {"tail", "fox"}), second);
}

TEST(Xmp, ATagThatTheUserHadStaysTheUsers) {
  const CaptionState first = updated(users({"wolf"}, {"Animals|Fox"}), {"wolf", "fox", "tail"});
  EXPECT_EQ(first.share->tags, Tags{"tail"});
  EXPECT_EQ(items(first, 0), (Tags{"wolf", "tail"}));
  EXPECT_EQ(items(first, 1), (Tags{"Animals|Fox", "tail"}));
  EXPECT_EQ(items(updated(first, {}), 0), Tags{"wolf"});
}

TEST(Xmp, ATagThatTheUserRemovedFromAFieldStaysRemoved) {
  const CaptionState first = updated({}, {"wolf", "tail"});
  const CaptionState second = updated(without(first, 0, {"wolf"}), {"wolf", "tail"});
  EXPECT_EQ(second.share->declined, Tags{"wolf"});
  for (int field : {0, 1, 2}) EXPECT_EQ(items(second, field), Tags{"tail"});
  EXPECT_EQ(updated(second, {"wolf", "tail"}), second);
}

TEST(Xmp, AFieldThatAnotherProgramDroppedIsNotADecision) {
  const CaptionState first = updated({}, {"wolf", "tail"});
  const CaptionState second = updated(without(first, 2, {"wolf", "tail"}), {"wolf", "tail"});
  EXPECT_EQ(second.share->declined, Tags());
  EXPECT_EQ(items(second, 2), (Tags{"wolf", "tail"}));
}

TEST(Xmp, WithNothingToDoTheBytesStayUnchanged) {
  CaptionState sidecar = users({"wolf"}, {"wolf"}, {"wolf"});
  sidecar.text->insert(sidecar.text->find("xmlns:dc"), "  ");
  EXPECT_EQ(updated(sidecar, {"wolf"}), sidecar);
}

TEST(Xmp, UndoRestoresTheUsersProperties) {
  const CaptionState mine = users({"mine"}, {"A|mine"}, {"A/mine"});
  EXPECT_EQ(undo_xmp(updated(mine, {"wolf"}), {}).text, mine.text);
  EXPECT_EQ(undo_xmp(updated({}, {"wolf"}), {}), CaptionState());
  const CaptionState first = updated({}, {"wolf", "tail"});
  const CaptionState edited = without(first, 0, {"wolf"});
  const CaptionState undone = undo_xmp(edited, {});
  EXPECT_EQ(items(undone, 0), Tags());
  EXPECT_EQ(items(undone, 1), Tags());
}

TEST(Xmp, ReplaceEmptiesOnlyTheThreeFields) {
  CaptionState mine = users({"mine"}, {"A|mine"}, {"A/mine"});
  mine.text->insert(mine.text->find("   <dc:subject>"), "   <dc:title>keep</dc:title>\n");
  const CaptionState replaced = updated(mine, {"wolf"}, ExistingCaption::kReplace);
  for (int field : {0, 1, 2}) EXPECT_EQ(items(replaced, field), Tags{"wolf"});
  EXPECT_NE(replaced.text->find("<dc:title>keep</dc:title>"), std::string::npos);
  EXPECT_EQ(updated(mine, {"wolf"}, ExistingCaption::kSkip), mine);
}

TEST(Xmp, LosesNoWordOfTheUserWhateverTheRunsFind) {
  const Tags pool = {"wolf", "red_fur", "male/female", "a|b", "<3", "digital_media_(artwork)"};
  std::mt19937 random(4);
  const auto some = [&] {
    Tags tags;
    for (const std::string& tag : pool)
      if (random() % 2 != 0) tags.push_back(tag);
    return tags;
  };
  for (int i = 0; i < 300; ++i) {
    const CaptionState mine = users({"mine", "wolf"}, {"A|mine"});
    CaptionState sidecar = mine;
    for (int run = 0; run < 3; ++run) sidecar = updated(sidecar, some());
    EXPECT_EQ(items(sidecar, 0)[0], "mine");
    EXPECT_EQ(items(sidecar, 0)[1], "wolf");
    EXPECT_EQ(items(sidecar, 1)[0], "A|mine");
    ASSERT_EQ(undo_xmp(sidecar, {}).text, mine.text);
  }
}

}  // namespace
}  // namespace jtp
