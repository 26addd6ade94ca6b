// SPDX-License-Identifier: Apache-2.0
// The views work in any program that uses SQLite: here through a connection that knows nothing about
// jtp/store.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "jtp/store/database.h"
#include "jtp/store/provenance.h"
#include "tests/store/store_fixture.h"

namespace jtp {
namespace {

std::string rows_of(const std::filesystem::path& file, std::string_view sql, int columns) {
  Database database(file, DatabaseMode::kReadOnly, std::chrono::milliseconds(1000));
  Query rows = database.query(sql);
  std::string text;
  while (rows.next()) {
    for (int column = 0; column < columns; ++column)
      text += rows.text(column) + (column + 1 < columns ? "|" : "\n");
  }
  return text;
}

TEST(Views, TagsHaveAFileATagACategoryAndAScore) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {0.75F, 0.004F, 0.005F, 1.0F});
  f.put("/p/b.png", 2, {0.1F, 0, 0, 0});
  EXPECT_EQ(rows_of(f.store.file(),
                    "SELECT file, tag, category, score, model, precision FROM tags ORDER BY file, tag", 6),
            "/p/a.png|sky_(blue)|general|1.0|toy|f32\n"
            "/p/a.png|solo|general|0.00499999988824129|toy|f32\n"  // 0.005F as a float32
            "/p/a.png|wolf|species|0.75|toy|f32\n"
            "/p/b.png|wolf|species|0.100000001490116|toy|f32\n");
  EXPECT_EQ(rows_of(f.store.file(), "SELECT file FROM tags WHERE tag = 'wolf' AND score > 0.5", 1),
            "/p/a.png\n");
}

TEST(Views, EveryByteOfAScoreAndAnIndexCounts) {
  test::StoreFixture f;
  std::vector<std::string> names;
  for (int i = 0; i < 700; ++i) names.push_back(fmt::format("tag{}", i));
  const Vocabulary many(names, std::vector<TagCategory>(700, TagCategory::kGeneral));
  const ScorerKey key{.model_hash = std::string(64, 'b'), .precision = "f32", .decoding = ""};
  const ScorerId scorer = f.store.add_scorer(key, "many", many);
  std::vector<float> scores(700);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = 0.006F + static_cast<float>(i) * 0.001371F;
  f.store.put(scorer, test::facts(1), scores, KeptScores::kFromFloor);
  f.store.put_file(test::settled("/p/a.png"), test::content(1));
  Database database(f.store.file(), DatabaseMode::kReadOnly, std::chrono::milliseconds(1000));
  Query rows = database.query("SELECT substr(tag, 4) + 0, score * 2147483648 FROM tags");
  int count = 0;
  for (; rows.next(); ++count) {
    const auto index = static_cast<std::size_t>(rows.integer(0));
    EXPECT_EQ(static_cast<double>(rows.integer(1)), static_cast<double>(scores.at(index)) * 0x1p31);
  }
  EXPECT_EQ(count, 700);
}

TEST(Views, PicturesAndWrittenFilesHaveViews) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  Provenance provenance(f.store);
  provenance.intend({.path = "/p/a.txt",
                     .format = "kohya",
                     .model = "toy",
                     .picture_sha256 = test::content(1),
                     .origin = FileOrigin::kMachine,
                     .tags = {"wolf", "solo"},
                     .declined = {},
                     .sha256 = test::content(2),
                     .time = 0});
  provenance.confirm("/p/a.txt");
  EXPECT_EQ(rows_of(f.store.file(), "SELECT file, sha256, width, height, model FROM pictures", 5),
            "/p/a.png|" + test::content(1) + "|640|480|toy\n");
  EXPECT_EQ(rows_of(f.store.file(), "SELECT file, format, tags, time FROM written", 4),
            "/p/a.txt|kohya|wolf\nsolo\n|1970-01-01 00:00:00\n");
}

}  // namespace
}  // namespace jtp
