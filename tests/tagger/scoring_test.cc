// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/scoring.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "jtp/tagger/inputs.h"
#include "tests/support/draw.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const std::atomic<bool> kNeverCancelled{false};

Tagger load_mini(const DecodeOptions& decode = {}) {
  return Tagger::load(test::source_dir() / "models" / "mini",
                      {.precision = Precision::kF32, .threads = 2, .decode = decode, .cache = {}});
}

// A folder of pictures and a store for their scores.
struct ScoringTest : testing::Test {
  ScoringTest() {
    for (unsigned i = 0; i < 5; ++i)
      test::write_text(folder / (std::to_string(i) + ".bmp"), test::draw_bmp(i));
  }

  std::vector<TaggedPicture> score(const Tagger& tagger, ScoreMemory* memory = nullptr) const {
    std::vector<TaggedPicture> written;
    InputList inputs({.paths = {folder.path().string()}, .next_name = {}, .standard_input = {}});
    const PipelineStages stages{.next = [&] { return inputs.next(); },
                                .write = [&](const TaggedPicture& picture) { written.push_back(picture); },
                                .memory = memory};
    score_pictures(tagger, stages, {.at_least = 2}, kNeverCancelled);
    return written;
  }

  ScoreStore store() const { return ScoreStore(folder / "scores.sqlite"); }

  const test::TemporaryFolder folder;
};

TEST_F(ScoringTest, GivesBitIdenticalScoresToTheTagger) {
  const Tagger tagger = load_mini();
  const auto written = score(tagger);
  ASSERT_EQ(written.size(), 5U);
  for (unsigned i = 0; i < 5; ++i)
    EXPECT_EQ(written[i].result.scores, tagger.tag(test::as_bytes(test::draw_bmp(i))).scores) << i;
}

TEST_F(ScoringTest, StoredScoresAreNotComputedAgain) {
  const Tagger tagger = load_mini();
  for (const ScoreOrigin origin : {ScoreOrigin::kNetwork, ScoreOrigin::kMemory}) {
    ScoreMemory memory(store(), tagger, {.scores = KeptScores::kAll});
    for (const TaggedPicture& picture : score(tagger, &memory))
      EXPECT_EQ(picture.origin, origin) << picture.path;
  }
}

TEST_F(ScoringTest, OtherDecodingOptionsAreAnotherScorer) {
  const Tagger plain = load_mini();
  const Tagger rotating = load_mini({.exif_rotate = true, .fast_decode = true});
  EXPECT_EQ(scorer_key(plain).decoding, "");
  EXPECT_EQ(scorer_key(rotating).decoding, "exif-rotate,fast-decode");
  for (const Tagger* tagger : {&plain, &rotating}) {
    ScoreMemory memory(store(), *tagger, {});
    for (const TaggedPicture& picture : score(*tagger, &memory))
      EXPECT_EQ(picture.origin, ScoreOrigin::kNetwork) << picture.path;
  }
  EXPECT_EQ(store().scorers().size(), 2U);
}

TEST(KeptScores, AllAreKeptIfTagsBelowTheFloorAreWanted) {
  EXPECT_EQ(kept_scores(kScoreFloor), KeptScores::kFromFloor);
  EXPECT_EQ(kept_scores(kScoreFloor / 2), KeptScores::kAll);
}

}  // namespace
}  // namespace jtp
