// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "jtp/base/error.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/rights.h"

namespace jtp {
namespace {

using std::chrono::milliseconds;
using test::expect_error;

struct DatabaseFixture : testing::Test {
  DatabaseFixture() { test::write_text(path, ""); }

  const test::TemporaryFolder folder;
  const std::filesystem::path path = folder / "db";
};

using DatabaseTest = DatabaseFixture;

TEST_F(DatabaseTest, EveryKindOfValueReadsBack) {
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  database.execute_script("CREATE TABLE t (a, b, c, d)");
  database.execute("INSERT INTO t VALUES (?, ?, ?, ?)", {std::int64_t{-5}, std::string_view("te\xFFxt"),
                                                         Blob{std::string_view("\0\1", 2)}, Null{}});
  EXPECT_EQ(database.changed_rows(), 1);
  Query row = database.query("SELECT * FROM t");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), -5);
  EXPECT_EQ(row.text(1), "te\xFFxt");
  EXPECT_EQ(row.bytes(2), std::string_view("\0\1", 2));
  EXPECT_TRUE(row.is_null(3));
  EXPECT_FALSE(row.next());
}

TEST_F(DatabaseTest, AStatementCanRunInsideItself) {
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  database.execute_script("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
  int pairs = 0;
  Query outer = database.query("SELECT a FROM t");
  while (outer.next()) {
    Query inner = database.query("SELECT a FROM t");
    while (inner.next()) ++pairs;
  }
  EXPECT_EQ(pairs, 9);
}

TEST_F(DatabaseTest, ATransactionIsAllOrNothing) {
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  database.execute_script("CREATE TABLE t (a)");
  const auto insert = [&] { database.execute("INSERT INTO t VALUES (1)"); };
  EXPECT_THROW(database.transaction([&] {
    insert();
    database.transaction(insert);
    fail(ErrorKind::kCancelled, "stop");
  }),
               Error);
  EXPECT_EQ(database.integer("SELECT count(*) FROM t"), 0);
  database.transaction([&] { database.transaction(insert); });
  EXPECT_EQ(database.integer("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, TheLockOfAnotherWriterIsAnErrorAfterTheTimeOut) {
  Database holder(path, DatabaseMode::kReadWrite, milliseconds(50));
  holder.execute_script("CREATE TABLE t (a)");
  Database waiter(path, DatabaseMode::kReadWrite, milliseconds(50));
  holder.transaction([&] {
    expect_error(ErrorKind::kIo, "locked by another program for more than 0.05 s",
                 [&] { waiter.transaction([] {}); });
  });
  waiter.transaction([] {});
}

TEST_F(DatabaseTest, AFullDiskIsAnErrorAndRollsBack) {
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  database.execute_script("CREATE TABLE t (a)");
  database.execute("PRAGMA max_page_count = 10");
  expect_error(ErrorKind::kIo, "the disk is full", [&] {
    database.transaction([&] {
      for (int i = 0; i < 20; ++i) {
        database.execute("INSERT INTO t VALUES (?)", {Blob{std::string(4096, 'x')}});
      }
    });
  });
  EXPECT_EQ(database.integer("SELECT count(*) FROM t"), 0);
}

TEST_F(DatabaseTest, NamesAFileThatIsNotADatabase) {
  test::write_text(path, std::string(5000, 'x'));
  Database database(path, DatabaseMode::kReadWrite, milliseconds(50));
  expect_error(ErrorKind::kInvalidInput, "db: not an SQLite database",
               [&] { database.integer("PRAGMA user_version"); });
  expect_error(ErrorKind::kNotFound, "missing: no such file",
               [&] { Database(folder / "missing", DatabaseMode::kReadWrite, milliseconds(50)); });
  expect_error(ErrorKind::kIo, "cannot be opened",
               [&] { Database(folder.path(), DatabaseMode::kReadWrite, milliseconds(50)); });
}

TEST_F(DatabaseTest, AReadOnlyFolderCanBeReadButNotWritten) {
  Database(path, DatabaseMode::kReadWrite, milliseconds(50))
      .execute_script("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (7)");
  const auto odd = folder / "odd%41?#";
  std::filesystem::create_directory(odd);
  std::filesystem::rename(path, odd / "db");
  ::chmod(odd.c_str(), 0500);
  {
    const test::RightsCount rights;
    Database reader(odd / "db", DatabaseMode::kReadOnly, milliseconds(50));
    EXPECT_EQ(reader.integer("SELECT a FROM t"), 7);
    Database writer(odd / "db", DatabaseMode::kReadWrite, milliseconds(50));
    EXPECT_THROW(writer.execute("INSERT INTO t VALUES (8)"), Error);
  }
  ::chmod(odd.c_str(), 0700);
}

}  // namespace
}  // namespace jtp
