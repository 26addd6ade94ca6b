// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/select.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Tags = std::vector<TagScore>;

const Vocabulary& vocabulary() {
  static const Vocabulary words({"solo", "red_fur", "red_eyes", "wolf", "digital_media_(artwork)"},
                                {TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kGeneral,
                                 TagCategory::kSpecies, TagCategory::kMeta});
  return words;
}

Tags select(const std::vector<float>& scores, const TagFilter& filter) {
  return TagSelector(vocabulary(), Thresholds(0.5F), filter).select(scores);
}

// The indices of the tags that `exclude` leaves.
std::vector<int> left_by(const std::string& exclude) {
  std::vector<int> left;
  for (const TagScore& tag : select(std::vector<float>(5, 1.0F), {{}, {exclude}, 0}))
    left.push_back(tag.index);
  return left;
}

TEST(Select, AScoreMustExceedItsThreshold) {
  EXPECT_EQ(select({0.5F, std::nextafter(0.5F, 1.0F), 0.4F, 0.0F, 1.0F}, {}),
            (Tags{{4, 1.0F}, {1, std::nextafter(0.5F, 1.0F)}}));
}

TEST(Select, TheBestComeFirstAndTiesByIndex) {
  EXPECT_EQ(select({0.6F, 0.9F, 0.6F, 0.9F, 0.7F}, {}),
            (Tags{{1, 0.9F}, {3, 0.9F}, {4, 0.7F}, {0, 0.6F}, {2, 0.6F}}));
}

TEST(Select, TheLimitKeepsTheBest) {
  EXPECT_EQ(select({0.6F, 0.9F, 0.6F, 0.9F, 0.7F}, {{}, {}, 2}), (Tags{{1, 0.9F}, {3, 0.9F}}));
  EXPECT_EQ(select({0.6F, 0.1F, 0.1F, 0.1F, 0.1F}, {{}, {}, 2}), (Tags{{0, 0.6F}}));
}

TEST(Select, OnlyTheWantedCategoriesPass) {
  EXPECT_EQ(select({1, 1, 1, 1, 1}, {{TagCategory::kSpecies, TagCategory::kMeta}, {}, 0}),
            (Tags{{3, 1}, {4, 1}}));
}

TEST(Select, ExcludedTagsMatchUnderAnySpelling) {
  EXPECT_EQ(left_by("red fur"), (std::vector{0, 2, 3, 4}));
  EXPECT_EQ(left_by("Red_Fur"), (std::vector{0, 2, 3, 4}));
  EXPECT_EQ(left_by("digital media \\(artwork\\)"), (std::vector{0, 1, 2, 3}));
}

TEST(Select, ExcludesAreGlobsOnTheWholeName) {
  EXPECT_EQ(left_by("red*"), (std::vector{0, 3, 4}));
  EXPECT_EQ(left_by("*(*)"), (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(left_by("?o*o"), (std::vector{1, 2, 3, 4}));
  EXPECT_EQ(left_by("wol?"), (std::vector{0, 1, 2, 4}));
  EXPECT_EQ(left_by("wolf?"), (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(left_by("ed_fur"), (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(left_by(""), (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(left_by("*"), std::vector<int>{});
  EXPECT_EQ(left_by(std::string(200, '*') + "z"), (std::vector{0, 1, 2, 3, 4}));
}

TEST(Select, AQuestionMarkIsOneCharacterNotOneByte) {
  const Vocabulary words({"caf\xC3\xA9"}, {TagCategory::kGeneral});
  const TagSelector selector(words, Thresholds(), {{}, {"caf?"}, 0});
  EXPECT_TRUE(selector.select(std::vector<float>{1.0F}).empty());
}

TEST(Select, NanIsNeverChosenAndDoesNotDisturbTheOrder) {
  const std::vector<float> scores = {0.6F, NAN, 0.9F, NAN, 0.7F};
  const Tags expected = {{2, 0.9F}, {4, 0.7F}, {0, 0.6F}};
  EXPECT_EQ(select(scores, {}), expected);
  EXPECT_EQ(TagSelector(vocabulary(), Thresholds(), {}).all(scores), expected);
}

TEST(Select, AllIgnoresThresholdsAndTheLimitButNotTheFilter) {
  Thresholds thresholds(0.5F);
  thresholds.parse_csv("tag,threshold\nwolf,\n", "t.csv", vocabulary());
  const TagSelector selector(vocabulary(), thresholds, {{}, {"red*"}, 1});
  EXPECT_EQ(selector.all(std::vector<float>{0.1F, 0.9F, 0.9F, 0.8F, 0.2F}),
            (Tags{{3, 0.8F}, {4, 0.2F}, {0, 0.1F}}));
  EXPECT_EQ(selector.select(std::vector<float>{0.1F, 0.9F, 0.9F, 0.8F, 0.2F}), Tags{});
}

TEST(Select, WrongSizesAndLimitsAreRefused) {
  test::expect_error(ErrorKind::kInternal, "4 scores for 5 tags", [] { select({1, 1, 1, 1}, {}); });
  test::expect_error(ErrorKind::kUsage, "a limit of -1 tags", [] { select({1, 1, 1, 1, 1}, {{}, {}, -1}); });
}

TEST(TagSelector, KnowsBelowWhichScoreNothingIsSelected) {
  const Vocabulary vocabulary({"wolf", "red_fur"}, {TagCategory::kSpecies, TagCategory::kGeneral});
  Thresholds thresholds(0.3F);
  thresholds.set_category(TagCategory::kSpecies, 0.1F);
  EXPECT_EQ(TagSelector(vocabulary, thresholds, {}).lowest_threshold(), 0.1F);
  const TagFilter general{.categories = {TagCategory::kGeneral}, .exclude = {}, .limit = 0};
  EXPECT_EQ(TagSelector(vocabulary, thresholds, general).lowest_threshold(), 0.3F);
  const TagFilter nothing{.categories = {TagCategory::kMeta}, .exclude = {}, .limit = 0};
  EXPECT_TRUE(std::isinf(TagSelector(vocabulary, thresholds, nothing).lowest_threshold()));
}

}  // namespace
}  // namespace jtp
