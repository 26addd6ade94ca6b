// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/selection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "jtp/tags/spelling.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using Names = std::vector<std::string>;

const Vocabulary kVocabulary({"wolf", "canine", "silver_fur", "grey_fur", "tail", "hi_res", "open_:3"},
                             {TagCategory::kSpecies, TagCategory::kSpecies, TagCategory::kGeneral,
                              TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kMeta,
                              TagCategory::kGeneral});
const std::vector<float> kScores = {0.5F, 0.4F, 0.6F, 0.7F, 0.3F, 0.9F, 0.1F};

TagGraph graph() {
  TagGraph graph;
  graph.parse_aliases("alias,tag\nsilver_fur,grey_fur\nhi_res,high_resolution\n", "aliases");
  graph.parse_implications("tag,implies\nwolf,canine\n", "implications");
  return graph;
}

Names selected(const SelectionOptions& options, const TagGraph& graph = {}) {
  const TagSelection selection(kVocabulary, Thresholds(), graph, options);
  Names names;
  for (const SelectedTag& tag : selection.select(kScores)) names.emplace_back(tag.name);
  return names;
}

TEST(Selection, DefaultOptionsOnlyApplyThresholds) {
  EXPECT_EQ(selected({}), (Names{"hi_res", "grey_fur", "silver_fur", "wolf", "canine", "tail"}));
}

TEST(Selection, BringsNamesUpToDateAndKeepsTheBestOfEach) {
  EXPECT_EQ(selected({}, graph()), (Names{"high_resolution", "grey_fur", "wolf", "canine", "tail"}));
}

TEST(Selection, ImplicationsAreAppliedBeforeThresholds) {
  SelectionOptions options;
  options.implications = ImplicationMode::kConstrain;
  TagGraph graph;
  graph.parse_implications("tag,implies\nwolf,open_:3\n", "implications");
  EXPECT_EQ(selected(options, graph), (Names{"hi_res", "grey_fur", "silver_fur", "canine", "tail"}));
  options.implications = ImplicationMode::kInherit;
  EXPECT_EQ(selected(options, graph),
            (Names{"hi_res", "grey_fur", "silver_fur", "wolf", "open_:3", "canine", "tail"}));
}

// Excluding a special tag must not remove the general tag that it implies.
TEST(Selection, ImpliedTagsAreRemovedAfterThePatterns) {
  SelectionOptions options;
  options.implications = ImplicationMode::kRemove;
  EXPECT_EQ(selected(options, graph()), (Names{"high_resolution", "grey_fur", "wolf", "tail"}));
  options.exclude = {"wolf"};
  EXPECT_EQ(selected(options, graph()), (Names{"high_resolution", "grey_fur", "canine", "tail"}));
}

TEST(Selection, PatternsMatchBothNamesOfATag) {
  SelectionOptions options;
  options.exclude = {"silver*", "high resolution"};
  EXPECT_EQ(selected(options, graph()), (Names{"grey_fur", "wolf", "canine", "tail"}));
  options.exclude = {};
  options.only = {"*fur", "HI_RES"};
  EXPECT_EQ(selected(options, graph()), (Names{"high_resolution", "grey_fur"}));
}

TEST(Selection, ReplacementsAreAppliedOnceToEitherName) {
  SelectionOptions options;
  options.replacements = {{"wolf", "tail"}, {"tail", "Long_Tail"}, {"high_resolution", "detailed"}};
  EXPECT_EQ(selected(options, graph()), (Names{"detailed", "grey_fur", "tail", "canine", "Long_Tail"}));
}

TEST(Selection, TheLimitIsAppliedBeforeOrdering) {
  SelectionOptions options;
  options.limit = 3;
  EXPECT_EQ(selected(options, graph()), (Names{"high_resolution", "grey_fur", "wolf"}));
  options.order = TagOrder::kName;
  EXPECT_EQ(selected(options, graph()), (Names{"grey_fur", "high_resolution", "wolf"}));
  options.order = TagOrder::kVocabulary;
  EXPECT_EQ(selected(options, graph()), (Names{"wolf", "grey_fur", "high_resolution"}));
  options.order = TagOrder::kCategory;
  EXPECT_EQ(selected(options, graph()), (Names{"wolf", "grey_fur", "high_resolution"}));
}

// The expected order for one picture and seed is fixed: it must be the same on every machine.
TEST(Selection, ShufflesByPictureAndSeed) {
  const auto shuffled = [](std::string_view picture, std::uint64_t seed, int limit) {
    SelectionOptions options;
    options.order = TagOrder::kShuffled;
    options.shuffle_seed = seed;
    options.limit = limit;
    const TagSelection selection(kVocabulary, Thresholds(), {}, options);
    Names names;
    for (const SelectedTag& tag : selection.select(kScores, picture)) names.emplace_back(tag.name);
    return names;
  };
  const Names first = shuffled("a", 1, 0);
  EXPECT_EQ(shuffled("a", 1, 0), first);
  EXPECT_NE(shuffled("b", 1, 0), first);
  EXPECT_NE(shuffled("a", 2, 0), first);
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 6U);
  // The limit keeps the best, and their relative order stays.
  Names without = first;
  std::erase(without, "tail");
  EXPECT_EQ(shuffled("a", 1, 5), without);
  std::set<std::string> in_front;
  for (std::uint64_t seed = 0; seed < 100; ++seed) in_front.insert(shuffled("a", seed, 0).front());
  EXPECT_EQ(in_front.size(), 6U);
}

TEST(Selection, ATagKeepsItsIndexAndCategory) {
  const TagSelection selection(kVocabulary, Thresholds(), graph(), {});
  const std::vector<SelectedTag> tags = selection.select(kScores);
  EXPECT_EQ(tags[0].index, 5);
  EXPECT_EQ(tags[0].category, TagCategory::kMeta);
  EXPECT_EQ(tags[0].score, 0.9F);
}

TEST(Selection, AllTagsKeepTheirIndexOrder) {
  SelectionOptions options;
  options.categories = {TagCategory::kSpecies, TagCategory::kMeta};
  const TagSelection selection(kVocabulary, Thresholds(), graph(), options);
  Names names;
  for (const SelectedTag& tag : selection.all(std::vector<float>(7, 0.0F))) names.emplace_back(tag.name);
  EXPECT_EQ(names, (Names{"wolf", "canine", "high_resolution"}));
}

TEST(Selection, ReplacementsAreReadFromATable) {
  EXPECT_EQ(parse_replacements("from,to\nRed Fur,crimson fur\nwolf,Wolfy\n", "r.csv"),
            (Replacements{{"red_fur", "crimson_fur"}, {"wolf", "Wolfy"}}));
  test::expect_error(ErrorKind::kInvalidInput, "r.csv:3: tag \"wolf\" has two replacements",
                     [] { parse_replacements("tag,replacement\nwolf,a\nWolf,b\n", "r.csv"); });
  test::expect_error(ErrorKind::kInvalidInput, "r.csv:2: a tag has an empty name",
                     [] { parse_replacements("from,to\nwolf, \n", "r.csv"); });
}

TEST(Selection, RefusesScoresOfAnotherVocabulary) {
  SelectionOptions options;
  options.implications = ImplicationMode::kInherit;
  const TagSelection selection(kVocabulary, Thresholds(), {}, options);
  test::expect_error(ErrorKind::kInternal, "3 scores for 7 tags",
                     [&] { selection.select(std::vector<float>(3)); });
}

// For all options: no duplicate names, never more than the limit, and only names of existing tags.
TEST(Selection, NamesAreUniqueAndWithinTheLimit) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    SelectionOptions options;
    options.limit = static_cast<int>(random() % 6);
    options.implications = static_cast<ImplicationMode>(random() % 5);
    options.order = static_cast<TagOrder>(random() % 4);
    if (random() % 2 != 0) options.replacements = {{"tail", "wolf"}, {"canine", "WOLF"}};
    const TagSelection selection(kVocabulary, Thresholds(), graph(), options);
    std::vector<float> scores(7);
    for (float& score : scores) score = static_cast<float>(random() % 100) / 100;
    std::set<std::string> names;
    const std::vector<SelectedTag> tags = selection.select(scores);
    for (const SelectedTag& tag : tags) {
      EXPECT_TRUE(names.insert(canonical_tag(tag.name)).second) << tag.name;
      EXPECT_GT(tag.score, Thresholds::kDefault);
    }
    EXPECT_TRUE(options.limit == 0 || tags.size() <= static_cast<std::size_t>(options.limit));
  }
}

// The indices that pass the thresholds, categories and patterns of the options.
struct Chosen {
  int index;
  float score;
  bool operator==(const Chosen&) const = default;
};
using ChosenTags = std::vector<Chosen>;

const Vocabulary kWords({"solo", "red_fur", "red_eyes", "wolf", "digital_media_(artwork)"},
                        {TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kGeneral,
                         TagCategory::kSpecies, TagCategory::kMeta});

ChosenTags indices_of(const std::vector<SelectedTag>& tags) {
  ChosenTags chosen;
  for (const SelectedTag& tag : tags) chosen.push_back({tag.index, tag.score});
  return chosen;
}

TagSelection of_words(const SelectionOptions& options, const Thresholds& thresholds = Thresholds(0.5F)) {
  return {kWords, thresholds, {}, options};
}

ChosenTags chosen(const std::vector<float>& scores, const SelectionOptions& options = {}) {
  return indices_of(of_words(options).select(scores));
}

// The indices of the tags that `exclude` leaves.
std::vector<int> left_by(const std::string& exclude) {
  std::vector<int> left;
  for (const SelectedTag& tag : of_words({.exclude = {exclude}}).all(std::vector<float>(5, 1.0F)))
    left.push_back(tag.index);
  return left;
}

TEST(Selection, AScoreMustExceedItsThreshold) {
  EXPECT_EQ(chosen({0.5F, std::nextafter(0.5F, 1.0F), 0.4F, 0.0F, 1.0F}),
            (ChosenTags{{4, 1.0F}, {1, std::nextafter(0.5F, 1.0F)}}));
}

TEST(Selection, AScoreEqualToItsThresholdIsEnoughWithTheAtLeastRule) {
  EXPECT_EQ(chosen({0.5F, 0.6F, std::nextafter(0.5F, 0.0F), 0.0F, NAN}, {.rule = ThresholdRule::kAtLeast}),
            (ChosenTags{{1, 0.6F}, {0, 0.5F}}));
}

TEST(Selection, TheBestComeFirstAndTiesByIndex) {
  EXPECT_EQ(chosen({0.6F, 0.9F, 0.6F, 0.9F, 0.7F}),
            (ChosenTags{{1, 0.9F}, {3, 0.9F}, {4, 0.7F}, {0, 0.6F}, {2, 0.6F}}));
}

TEST(Selection, TheLimitKeepsTheBest) {
  EXPECT_EQ(chosen({0.6F, 0.9F, 0.6F, 0.9F, 0.7F}, {.limit = 2}), (ChosenTags{{1, 0.9F}, {3, 0.9F}}));
  EXPECT_EQ(chosen({0.6F, 0.1F, 0.1F, 0.1F, 0.1F}, {.limit = 2}), (ChosenTags{{0, 0.6F}}));
}

TEST(Selection, OnlyTheGivenCategoriesPass) {
  EXPECT_EQ(chosen({1, 1, 1, 1, 1}, {.categories = {TagCategory::kSpecies, TagCategory::kMeta}}),
            (ChosenTags{{3, 1}, {4, 1}}));
}

TEST(Selection, ExcludedTagsMatchUnderAnySpelling) {
  EXPECT_EQ(left_by("red fur"), (std::vector{0, 2, 3, 4}));
  EXPECT_EQ(left_by("Red_Fur"), (std::vector{0, 2, 3, 4}));
  EXPECT_EQ(left_by("digital media \\(artwork\\)"), (std::vector{0, 1, 2, 3}));
}

TEST(Selection, ExcludesAreGlobsOnTheWholeName) {
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

TEST(Selection, AQuestionMarkIsOneCharacterNotOneByte) {
  const Vocabulary words({"caf\xC3\xA9"}, {TagCategory::kGeneral});
  const TagSelection selection(words, Thresholds(), {}, {.exclude = {"caf?"}});
  EXPECT_TRUE(selection.select(std::vector<float>{1.0F}).empty());
}

TEST(Selection, NanIsNeverChosenAndDoesNotDisturbTheOrder) {
  const std::vector<float> scores = {0.6F, NAN, 0.9F, NAN, 0.7F};
  const ChosenTags expected = {{2, 0.9F}, {4, 0.7F}, {0, 0.6F}};
  EXPECT_EQ(chosen(scores), expected);
  EXPECT_EQ(indices_of(of_words({}).all_in_order(scores)), expected);
}

TEST(Selection, AllIgnoresThresholdsAndTheLimitButNotThePatterns) {
  Thresholds thresholds(0.5F);
  thresholds.parse_csv("tag,threshold\nwolf,\n", "t.csv", kWords);
  const TagSelection selection = of_words({.exclude = {"red*"}, .limit = 1}, thresholds);
  const std::vector<float> scores = {0.1F, 0.9F, 0.9F, 0.8F, 0.2F};
  EXPECT_EQ(indices_of(selection.all(scores)), (ChosenTags{{0, 0.1F}, {3, 0.8F}, {4, 0.2F}}));
  EXPECT_EQ(indices_of(selection.all_in_order(scores)), (ChosenTags{{3, 0.8F}, {4, 0.2F}, {0, 0.1F}}));
  EXPECT_EQ(indices_of(selection.select(scores)), ChosenTags{});
}

TEST(Selection, WrongSizesAndLimitsAreRefused) {
  test::expect_error(ErrorKind::kInternal, "4 scores for 5 tags", [] { chosen({1, 1, 1, 1}); });
  test::expect_error(ErrorKind::kUsage, "a limit of -1 tags", [] { chosen({1, 1, 1, 1, 1}, {.limit = -1}); });
}

TEST(Selection, TheLowestThresholdIsThatOfTheCandidates) {
  Thresholds thresholds(0.3F);
  thresholds.set_category(TagCategory::kSpecies, 0.1F);
  EXPECT_EQ(of_words({}, thresholds).lowest_threshold(), 0.1F);
  EXPECT_EQ(of_words({.categories = {TagCategory::kGeneral}}, thresholds).lowest_threshold(), 0.3F);
  EXPECT_TRUE(std::isinf(of_words({.categories = {TagCategory::kLore}}, thresholds).lowest_threshold()));
}

// Unchanged names are views into the vocabulary, so they outlive the selection.
TEST(Selection, UnchangedNamesBelongToTheVocabulary) {
  std::vector<SelectedTag> tags;
  {
    const TagSelection selection(kWords, Thresholds(), {}, {});
    tags = selection.select(std::vector<float>{0.1F, 0.1F, 0.1F, 0.9F, 0.1F});
  }
  ASSERT_EQ(tags.size(), 1U);
  EXPECT_EQ(tags[0].name.data(), kWords.name(3).data());
}

}  // namespace
}  // namespace jtp
