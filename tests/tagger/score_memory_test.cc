// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/score_memory.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace jtp {
namespace {

struct ScoreMemoryTest : testing::Test {
  ScoreMemory memory(const MemoryOptions& options = {}) {
    return {ScoreStore(folder / "scores.sqlite"), scorer, options};
  }

  static TagResult result(char digit) {
    return {{.sha256 = std::string(64, digit), .width = 3, .height = 2}, {0.5F, 0.001F}, {}};
  }
  static FileStamp stamp(const std::string& path) {
    return {.path = path, .size = 10, .mtime_ns = 0, .seen_ns = 5'000'000'000};
  }

  const test::TemporaryFolder folder;
  ScoreStore store{folder / "scores.sqlite"};
  const ScorerId scorer = store.add_scorer({.model_hash = "m", .precision = "f32", .decoding = ""}, "toy",
                                           Vocabulary({"a", "b"}, std::vector<TagCategory>(2)));
};

TEST_F(ScoreMemoryTest, KeptResultsAreFoundByContentAndNotedOnesByFile) {
  ScoreMemory kept = memory();
  kept.keep(result('1'));
  const auto found = kept.find(std::string(64, '1'));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->width, 3);
  EXPECT_EQ(found->height, 2);
  EXPECT_EQ(found->scores, (std::vector<float>{0.5F, 0}));
  EXPECT_FALSE(kept.find(stamp("/a")));
  kept.note(stamp("/a"), std::string(64, '1'));
  EXPECT_EQ(kept.find(stamp("/a"))->sha256, std::string(64, '1'));
  EXPECT_FALSE(kept.find(std::string(64, '2')));
}

TEST_F(ScoreMemoryTest, NothingIsFoundWithoutReuse) {
  memory().keep(result('1'));
  EXPECT_FALSE(memory({.reuse = Reuse::kNothing}).find(std::string(64, '1')));
}

TEST_F(ScoreMemoryTest, AnIncompleteResultIsNotReused) {
  const MemoryOptions all{.scores = KeptScores::kAll};
  const MemoryOptions pooled{.pooled = KeptPooled::kYes};
  memory().keep(result('1'));
  EXPECT_FALSE(memory(all).find(std::string(64, '1')));
  EXPECT_FALSE(memory(pooled).find(std::string(64, '1')));

  memory(all).keep(result('1'));
  EXPECT_EQ(memory(all).find(std::string(64, '1'))->scores, result('1').scores);
  TagResult with_pooled = result('1');
  with_pooled.pooled = {1, 2, 3};
  memory(pooled).keep(with_pooled);
  EXPECT_EQ(memory(pooled).find(std::string(64, '1'))->pooled, with_pooled.pooled);
}

}  // namespace
}  // namespace jtp
