// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/implications.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace jtp {
namespace {

using Scores = std::vector<float>;

Vocabulary vocabulary_of(std::vector<std::string> names) {
  std::vector<TagCategory> categories(names.size(), TagCategory::kGeneral);
  return {std::move(names), std::move(categories)};
}

TagGraph graph_of(const std::string& implications, const std::string& aliases = "") {
  TagGraph graph;
  if (!aliases.empty()) graph.parse_aliases("from,to\n" + aliases, "aliases");
  graph.parse_implications("from,to\n" + implications, "implications");
  return graph;
}

std::vector<int> left(const Implications& implications, const std::vector<int>& indices) {
  std::vector<TagScore> tags;
  for (const int index : indices) tags.push_back({index, 0.5F});
  std::vector<int> result;
  for (const TagScore& tag : implications.without_implied(tags)) result.push_back(tag.index);
  return result;
}

// wolf -> canis -> canine -> mammal, of which the vocabulary lacks canis.
const Vocabulary kVocabulary = vocabulary_of({"mammal", "wolf", "canine", "fox", "tail"});
const char* const kTable = "wolf,canis\ncanis,canine\ncanine,mammal\nfox,canine\n";

TEST(Implications, ReachThroughTagsThatTheVocabularyLacks) {
  const Implications implications(kVocabulary, graph_of(kTable));
  Scores scores = {0.1F, 0.8F, 0.3F, 0.6F, 0.2F};
  implications.raise_general(scores);
  EXPECT_EQ(scores, (Scores{0.8F, 0.8F, 0.8F, 0.6F, 0.2F}));
}

TEST(Implications, CapASpecialTagAtTheLowestTagThatItImplies) {
  const Implications implications(kVocabulary, graph_of(kTable));
  Scores scores = {0.5F, 0.8F, 0.6F, 0.4F, 0.9F};
  implications.cap_special(scores);
  EXPECT_EQ(scores, (Scores{0.5F, 0.5F, 0.5F, 0.4F, 0.9F}));
}

TEST(Implications, RemoveTagsThatAnotherTagImplies) {
  const Implications implications(kVocabulary, graph_of(kTable));
  EXPECT_EQ(left(implications, {0, 1, 4, 2}), (std::vector<int>{1, 4}));
  EXPECT_EQ(left(implications, {0, 4}), (std::vector<int>{0, 4}));
  EXPECT_EQ(left(implications, {}), std::vector<int>());
}

TEST(Implications, KeepTagsThatImplyEachOther) {
  const Implications implications(kVocabulary, graph_of("wolf,fox\nfox,wolf\nwolf,tail\n"));
  EXPECT_EQ(left(implications, {1, 3, 4}), (std::vector<int>{1, 3}));
}

TEST(Implications, ResolveOldNames) {
  const Vocabulary vocabulary = vocabulary_of({"silver_fur", "fur", "gray_fur"});
  const Implications implications(vocabulary,
                                  graph_of("grey_fur,fur\n", "silver_fur,grey_fur\ngray_fur,grey_fur\n"));
  EXPECT_EQ(left(implications, {0, 1, 2}), (std::vector<int>{0, 2}));
}

TEST(Implications, ANanChangesNoOtherScore) {
  const Implications implications(kVocabulary, graph_of(kTable));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Scores scores = {0.1F, nan, 0.3F, 0.2F, 0.2F};
  implications.raise_general(scores);
  implications.cap_special(scores);
  EXPECT_FLOAT_EQ(scores[0], 0.3F);
  EXPECT_TRUE(std::isnan(scores[1]));
  EXPECT_FLOAT_EQ(scores[2], 0.3F);
}

// For random tables: after kInherit, and after kConstrain, no general tag scores lower than a tag that
// implies it. Both results are the nearest such scores, and every score occurred in the picture.
TEST(Implications, ResultsAreTheNearestConsistentScores) {
  std::mt19937 random(3);
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) names.push_back("t" + std::to_string(i));
  const Vocabulary vocabulary = vocabulary_of(names);
  for (int round = 0; round < 300; ++round) {
    std::string table;
    std::vector<std::pair<int, int>> edges;
    for (int i = 0; i < 15; ++i) {
      edges.emplace_back(random() % 12, random() % 12);
      table += names[edges.back().first] + "," + names[edges.back().second] + "\n";
    }
    const Implications implications(vocabulary, graph_of(table));
    Scores scores(12);
    for (float& score : scores) score = static_cast<float>(random() % 100) / 100;
    Scores raised = scores;
    Scores capped = scores;
    implications.raise_general(raised);
    implications.cap_special(capped);
    for (const auto& [special, general] : edges) {
      ASSERT_GE(raised[general], raised[special]) << table;
      ASSERT_LE(capped[special], capped[general]) << table;
    }
    for (int i = 0; i < 12; ++i) {
      ASSERT_GE(raised[i], scores[i]);
      ASSERT_LE(capped[i], scores[i]);
      ASSERT_NE(std::find(scores.begin(), scores.end(), raised[i]), scores.end());
      ASSERT_NE(std::find(scores.begin(), scores.end(), capped[i]), scores.end());
    }
  }
}

}  // namespace
}  // namespace jtp
