// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/score_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "jtp/store/database.h"
#include "tests/store/store_fixture.h"
#include "tests/support/errors.h"
#include "tests/support/rights.h"

namespace jtp {
namespace {

using test::content;
using test::expect_error;
using test::facts;
using test::four_tags;
using test::scorer_key;
using test::settled;
using test::StoreFixture;

TEST(ScoreStore, ScoresAreFoundByContent) {
  StoreFixture f;
  const std::vector<float> scores = {0.9F, 0.004F, 0.005F, 0.1234567F};
  f.store.put(f.scorer, facts(1), scores, KeptScores::kFromFloor);
  const auto found = f.store.find(f.scorer, content(1));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sha256, content(1));
  EXPECT_EQ(found->width, 640);
  EXPECT_EQ(found->height, 480);
  EXPECT_EQ(found->scores, (std::vector<TagScore>{{0, 0.9F}, {2, 0.005F}, {3, 0.1234567F}}));
  EXPECT_TRUE(found->all_scores.empty());
  EXPECT_FALSE(f.store.find(f.scorer, content(2)));
}

TEST(ScoreStore, AllScoresAreKeptExactlyIfRequested) {
  StoreFixture f;
  const std::vector<float> scores = {0.9F, 1e-7F, 0.0F, 3e-20F};
  f.store.put(f.scorer, facts(1), scores, KeptScores::kAll);
  EXPECT_EQ(f.store.find(f.scorer, content(1))->all_scores, scores);
}

TEST(ScoreStore, ASecondResultReplacesTheFirst) {
  StoreFixture f;
  f.store.put(f.scorer, facts(1), std::vector<float>{1, 0, 0, 0}, KeptScores::kAll);
  f.store.put(f.scorer, facts(1), std::vector<float>{0, 0, 1, 0}, KeptScores::kFromFloor);
  EXPECT_EQ(f.store.find(f.scorer, content(1))->scores, (std::vector<TagScore>{{2, 1.0F}}));
  EXPECT_EQ(f.store.scorers().front().pictures, 1);
}

TEST(ScoreStore, PrecisionsAndModelsAreSeparate) {
  StoreFixture f;
  const ScorerId int8 = f.store.add_scorer(scorer_key("int8"), "toy", four_tags());
  EXPECT_NE(int8, f.scorer);
  EXPECT_EQ(f.store.add_scorer(scorer_key(), "toy", four_tags()), f.scorer);
  f.store.put(f.scorer, facts(1), std::vector<float>(4, 0.5F), KeptScores::kFromFloor);
  EXPECT_FALSE(f.store.find(int8, content(1)));
  EXPECT_EQ(f.store.find_scorer(scorer_key("int8")), int8);
  EXPECT_FALSE(f.store.find_scorer(scorer_key("bf16")));
}

TEST(ScoreStore, TheLatestTagsOfAModelAreKept) {
  StoreFixture f;
  EXPECT_EQ(f.store.vocabulary(f.scorer).name(3), "sky_(blue)");
  EXPECT_EQ(f.store.vocabulary(f.scorer).category(0), TagCategory::kSpecies);
  const Vocabulary renamed({"wolf", "red_fur", "solo", "sky"},
                           std::vector<TagCategory>(4, TagCategory::kGeneral));
  f.store.add_scorer(scorer_key("bf16"), "new name", renamed);
  EXPECT_EQ(f.store.vocabulary(f.scorer).name(3), "sky");
  EXPECT_EQ(f.store.vocabulary(f.scorer).category(0), TagCategory::kGeneral);
  EXPECT_EQ(f.store.scorers().front().model_name, "new name");
}

TEST(ScoreStore, AModelCannotChangeItsNumberOfTags) {
  StoreFixture f;
  const Vocabulary one({"wolf"}, {TagCategory::kGeneral});
  expect_error(ErrorKind::kModel, "has 4 tags in the store, but 1 now",
               [&] { f.store.add_scorer(scorer_key(), "toy", one); });
  expect_error(ErrorKind::kInternal, "1 score for a model with 4 tags",
               [&] { f.store.put(f.scorer, facts(1), std::vector<float>{1}, KeptScores::kAll); });
}

TEST(ScoreStore, AFileIsRecognisedByPathSizeAndTime) {
  StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  FileStamp stamp = settled("/p/a.png");
  EXPECT_EQ(f.store.find_content(stamp), content(1));
  stamp.size += 1;
  EXPECT_FALSE(f.store.find_content(stamp));
  stamp = settled("/p/a.png");
  stamp.mtime_ns += 1;
  EXPECT_FALSE(f.store.find_content(stamp));
  EXPECT_FALSE(f.store.find_content(settled("/p/b.png")));
  EXPECT_EQ(f.store.find_content_of_path("/p/a.png"), content(1));
}

TEST(ScoreStore, AFileThatWasJustWrittenIsReadAgain) {
  StoreFixture f;
  f.store.put(f.scorer, facts(1), std::vector<float>(4), KeptScores::kFromFloor);
  FileStamp stamp = settled("/p/a.png");
  stamp.seen_ns = stamp.mtime_ns + 1;
  f.store.put_file(stamp, content(1));
  EXPECT_FALSE(f.store.find_content(stamp));
  EXPECT_EQ(f.store.find_content_of_path("/p/a.png"), content(1));
}

TEST(ScoreStore, AFileOfAPictureWithoutScoresIsNotRecorded) {
  StoreFixture f;
  f.store.put_file(settled("/p/a.png"), content(9));
  EXPECT_FALSE(f.store.find_content_of_path("/p/a.png"));
}

TEST(ScoreStore, FilesAreVisitedByPathBelowAFolder) {
  StoreFixture f;
  for (int i = 0; i < 600; ++i) f.put(fmt::format("/p/{:03}.png", i), 1 + i / 2, {0.5F, 0, 0, 0});
  f.put("/p-other/a.png", 999, {0.5F, 0, 0, 0});
  f.put("/z.png", 1000, {0.5F, 0, 0, 0});
  std::vector<std::string> paths;
  f.store.for_each_file(f.scorer, "/p", [&](const ScoredFile& file) {
    paths.push_back(file.path);
    EXPECT_EQ(file.picture.scores.size(), 1u);
    f.store.put_file(settled("/other/x.png"), file.picture.sha256);  // writing during the visit is allowed
  });
  ASSERT_EQ(paths.size(), 600u);
  EXPECT_TRUE(std::is_sorted(paths.begin(), paths.end()));
  EXPECT_EQ(paths.front(), "/p/000.png");
  int all = 0;
  f.store.for_each_file(f.scorer, "", [&](const ScoredFile&) { ++all; });
  EXPECT_EQ(all, 603);
}

TEST(ScoreStore, SurvivesReopening) {
  StoreFixture f;
  f.put("/p/a.png", 1, {0.5F, 0, 0, 0});
  const ScoreStore again(f.store.file(), {.access = StoreAccess::kReadOnly});
  EXPECT_EQ(again.find(f.scorer, content(1))->scores, (std::vector<TagScore>{{0, 0.5F}}));
}

TEST(ScoreStore, IsCreatedWithItsFoldersForItsOwnerOnly) {
  const test::TemporaryFolder folder;
  const auto path = folder / "a" / "b" / "scores.sqlite";
  expect_error(ErrorKind::kNotFound, "no such file",
               [&] { ScoreStore(path, {.access = StoreAccess::kReadWrite}); });
  const ScoreStore store(path);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(ScoreStore, AReadOnlyFolderIsAClearError) {
  const test::TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0500);
  {
    const test::RightsCount rights;
    expect_error(ErrorKind::kIo, "cannot make the file", [&] { ScoreStore(folder / "scores.sqlite"); });
    expect_error(ErrorKind::kIo, "cannot make the folder",
                 [&] { ScoreStore(folder / "a" / "scores.sqlite"); });
  }
  ::chmod(folder.path().c_str(), 0700);
}

TEST(ScoreStore, DamagedScoresAreAnErrorThatNamesTheStore) {
  StoreFixture f;
  f.put("/p/a.png", 1, {0.5F, 0, 0, 0});
  f.store.database().execute("UPDATE result SET scores = x'00'");
  expect_error(ErrorKind::kIo, "scores.sqlite", [&] { f.store.find(f.scorer, content(1)); });
}

}  // namespace
}  // namespace jtp
