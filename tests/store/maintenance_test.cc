// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/maintenance.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "jtp/base/error.h"
#include "jtp/store/database.h"
#include "jtp/store/features.h"
#include "jtp/store/schema.h"
#include "tests/store/store_fixture.h"

namespace jtp {
namespace {

using test::content;

TEST(Maintenance, StatsCountTheContents) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  f.put("/p/b.png", 1, {1, 0, 0, 0});
  Features(f.store).put(f.scorer, content(1), std::vector<float>{1, 2});
  const StoreStats stats = store_stats(f.store);
  EXPECT_EQ(stats.schema_version, schema_version());
  EXPECT_EQ(stats.pictures, 1);
  EXPECT_EQ(stats.files, 2);
  EXPECT_EQ(stats.features, 1);
  EXPECT_EQ(stats.written_files, 0);
  EXPECT_GT(stats.bytes, 4096);
  ASSERT_EQ(stats.scorers.size(), 1u);
  EXPECT_EQ(stats.scorers.front().pictures, 1);
  EXPECT_EQ(stats.scorers.front().num_tags, 4);
}

TEST(Maintenance, ASoundStoreHasNoProblems) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  EXPECT_TRUE(check_store(f.store).empty());
}

TEST(Maintenance, DamagedScoresAreFound) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  f.put("/p/b.png", 2, {1, 0, 0, 0});
  f.store.database().execute("UPDATE result SET scores = x'FFFF00000000' WHERE picture = 1");
  f.store.database().execute("UPDATE result SET all_scores = x'00' WHERE picture = 2");
  const auto problems = check_store(f.store);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_NE(problems[0].find(content(1)), std::string::npos) << problems[0];
  EXPECT_NE(problems[1].find(content(2)), std::string::npos) << problems[1];
}

TEST(Maintenance, RowsWithoutTheirPictureAreFound) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  f.store.database().execute("PRAGMA foreign_keys = OFF");
  f.store.database().execute("DELETE FROM picture");
  EXPECT_FALSE(check_store(f.store).empty());
}

TEST(Maintenance, DamagedPagesAreFound) {
  test::StoreFixture f;
  f.store.transaction([&] {
    for (int i = 1; i <= 500; ++i) f.put(fmt::format("/p/{}.png", i), i, {1, 1, 1, 1});
  });
  f.store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  std::string bytes = test::read_text(f.store.file());
  const test::TemporaryFolder folder;
  for (std::size_t page = 20; page < 30; ++page) bytes.replace(page * 4096, 8, 8, '\x7F');
  test::write_text(folder / "damaged", bytes);
  std::size_t problems = 0;
  try {
    problems = check_store(ScoreStore(folder / "damaged")).size();
  } catch (const Error& error) {
    EXPECT_EQ(to_string(error.kind()), to_string(ErrorKind::kIo)) << error.what();
    problems = 1;
  }
  EXPECT_GT(problems, 0u);
}

TEST(Maintenance, VacuumReturnsFreeSpace) {
  test::StoreFixture f;
  f.store.transaction([&] {
    for (int i = 1; i <= 500; ++i) {
      f.store.put(f.scorer, test::facts(i), std::vector<float>(4, 0.5F), KeptScores::kAll);
    }
  });
  f.store.database().execute("DELETE FROM result");
  EXPECT_GT(store_stats(f.store).free_bytes, 0);
  vacuum_store(f.store);
  EXPECT_EQ(store_stats(f.store).free_bytes, 0);
  EXPECT_TRUE(check_store(f.store).empty());
}

}  // namespace
}  // namespace jtp
