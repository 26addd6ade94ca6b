// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/schema.h"

#include <gtest/gtest.h>

#include "jtp/store/maintenance.h"
#include "jtp/store/provenance.h"
#include "tests/store/store_fixture.h"
#include "tests/support/errors.h"
#include "tests/support/rights.h"

namespace jtp {
namespace {

using std::chrono::milliseconds;
using test::content;
using test::expect_error;

// tests/golden/store/version1.sql as an SQLite file.
std::filesystem::path make_version_1(const test::TemporaryFolder& folder) {
  const auto path = folder / "old.sqlite";
  test::write_text(path, "");
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  database.execute_script(test::read_text(test::golden_dir() / "store" / "version1.sql").c_str());
  return path;
}

TEST(Schema, AnOlderStoreIsMigratedWithItsContents) {
  const test::TemporaryFolder folder;
  const auto path = make_version_1(folder);
  ScoreStore store(path, {.access = StoreAccess::kReadWrite});
  EXPECT_EQ(stored_version(store.database()), schema_version());
  ASSERT_EQ(store.scorers().size(), 1u);
  const Scorer scorer = store.scorers().front();
  EXPECT_EQ(model_id(scorer), "toy@aaaaaaaaaaaa");
  const auto picture = store.find(scorer.id, content(7));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 640);
  EXPECT_EQ(picture->scores, (std::vector<TagScore>{{0, 0.5F}, {1, 0.25F}}));
  EXPECT_EQ(store.find_content_of_path("/pictures/wolf.png"), content(7));
  EXPECT_TRUE(check_store(store).empty());

  Provenance provenance(store);  // which version 1 did not have
  EXPECT_FALSE(provenance.find("/pictures/wolf.txt").written);
}

TEST(Schema, AnOlderStoreIsMigratedBeforeItIsRead) {
  const test::TemporaryFolder folder;
  const auto path = make_version_1(folder);
  const ScoreStore store(path, {.access = StoreAccess::kReadOnly});
  EXPECT_EQ(stored_version(store.database()), schema_version());
}

TEST(Schema, AMigrationKeepsABackupOfTheStore) {
  const test::TemporaryFolder folder;
  const auto path = make_version_1(folder);
  { ScoreStore store(path); }
  const std::string backup = path.string() + ".v1.backup";
  ASSERT_TRUE(std::filesystem::exists(backup));
  Database copy(backup, DatabaseMode::kReadOnly, std::chrono::milliseconds(1000));
  EXPECT_EQ(stored_version(copy), 1);
  EXPECT_EQ(copy.integer("SELECT count(*) FROM picture"),
            ScoreStore(path).database().integer("SELECT count(*) FROM picture"));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    EXPECT_TRUE(entry.path().string().starts_with(path.string())) << entry.path();
}

TEST(Schema, AnOlderStoreIsNotReadWithoutPermissionToMigrate) {
  const test::TemporaryFolder folder;
  const auto path = make_version_1(folder);
  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(0444));
  std::filesystem::permissions(folder.path(), static_cast<std::filesystem::perms>(0555));
  {
    const test::RightsCount rights;
    expect_error(ErrorKind::kUnsupported, "a store of version 1 instead of",
                 [&] { ScoreStore(path, {.access = StoreAccess::kReadOnly}); });
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

TEST(Schema, ANewerStoreIsRefused) {
  const test::TemporaryFolder folder;
  const auto path = folder / "new.sqlite";
  { ScoreStore(path).database().execute("PRAGMA user_version = 99"); }
  for (const StoreAccess access : {StoreAccess::kReadOnly, StoreAccess::kReadWrite, StoreAccess::kCreate}) {
    expect_error(ErrorKind::kUnsupported, "a store of version 99",
                 [&] { ScoreStore(path, {.access = access}); });
  }
}

TEST(Schema, AnotherProgramsDatabaseIsRefused) {
  const test::TemporaryFolder folder;
  const auto path = folder / "browser.sqlite";
  test::write_text(path, "");
  Database(path, DatabaseMode::kReadWrite, milliseconds(50)).execute_script("CREATE TABLE history (url)");
  expect_error(ErrorKind::kInvalidInput, "not a store of jtp", [&] { ScoreStore{path}; });
}

TEST(Schema, AnEmptyFileIsAStoreOnlyIfItMayBeCreated) {
  const test::TemporaryFolder folder;
  const auto path = folder / "empty";
  test::write_text(path, "");
  expect_error(ErrorKind::kInvalidInput, "not a store of jtp",
               [&] { ScoreStore(path, {.access = StoreAccess::kReadWrite}); });
  ScoreStore{path};
  ScoreStore(path, {.access = StoreAccess::kReadOnly});
}

}  // namespace
}  // namespace jtp
