// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/provenance.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/store/store_fixture.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using test::content;

WrittenFile written(const std::string& path, int hash = 5) {
  return {.path = path,
          .format = "kohya",
          .model = "toy@aaaaaaaaaaaa",
          .picture_sha256 = content(1),
          .origin = FileOrigin::kUser,
          .tags = {"wolf", "sky \\(blue\\)", "a, b"},
          .declined = {"solo"},
          .sha256 = content(hash),
          .insertion_begin = 3,
          .insertion_end = 40,
          .time = 1'700'000'000};
}

TEST(Provenance, WrittenRecordsReadBack) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  const WrittenFile file = written("/p/a.txt");
  provenance.intend(file);
  provenance.confirm(file.path);
  EXPECT_EQ(provenance.find(file.path).written, file);
  EXPECT_FALSE(provenance.find(file.path).intended);
  EXPECT_FALSE(provenance.find("/p/b.txt").written);
}

TEST(Provenance, DistinguishesNoTagsFromOneEmptyTag) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  WrittenFile file = written("/p/a.txt");
  for (const std::vector<std::string>& tags : {std::vector<std::string>{}, {""}, {"", "x"}}) {
    file.tags = tags;
    provenance.intend(file);
    provenance.confirm(file.path);
    EXPECT_EQ(provenance.find(file.path).written->tags, tags);
  }
}

// A crash may come before or after the file changed; its hash tells which.
TEST(Provenance, AfterACrashTheFileDecidesWhichRecordIsValid) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  const WrittenFile before = written("/p/a.txt", 5);
  provenance.intend(before);
  provenance.confirm(before.path);
  WrittenFile after = written("/p/a.txt", 6);
  after.tags = {"fox"};
  provenance.intend(after);
  EXPECT_EQ(provenance.find_settled("/p/a.txt", content(5)), before);
  EXPECT_EQ(provenance.find_settled("/p/a.txt", content(6)), after);
  EXPECT_EQ(provenance.find_settled("/p/a.txt", content(7)), before);  // edited since
  EXPECT_EQ(provenance.find_settled("/p/a.txt", ""), before);          // removed since
  provenance.confirm("/p/a.txt");
  EXPECT_EQ(provenance.find_settled("/p/a.txt", content(7)), after);
}

TEST(Provenance, AnIntendedFirstWriteThatNeverHappenedLeavesNothing) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  provenance.intend(written("/p/a.txt", 5));
  EXPECT_FALSE(provenance.find_settled("/p/a.txt", content(1)));
}

TEST(Provenance, ConfirmingNothingChangesNothing) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  provenance.intend(written("/p/a.txt"));
  provenance.confirm("/p/a.txt");
  provenance.confirm("/p/a.txt");
  provenance.confirm("/p/b.txt");
  EXPECT_TRUE(provenance.find("/p/a.txt").written);
}

TEST(Provenance, FilesAreListedBelowAFolderAndForgotten) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  f.store.transaction([&] {
    for (int i = 0; i < 300; ++i) {
      const WrittenFile file = written(fmt::format("/p/{:03}.txt", i));
      provenance.intend(file);
      provenance.confirm(file.path);
    }
    provenance.intend(written("/p/only-intended.txt"));
    provenance.intend(written("/q/a.txt"));
    provenance.confirm("/q/a.txt");
  });
  int count = 0;
  provenance.for_each_written("/p", [&](const WrittenFile& file) {
    EXPECT_EQ(file.path, fmt::format("/p/{:03}.txt", count++));
    provenance.forget(file.path);
  });
  EXPECT_EQ(count, 300);
  count = 0;
  provenance.for_each_written("", [&](const WrittenFile&) { ++count; });
  EXPECT_EQ(count, 1);
}

TEST(Provenance, ATagWithALineEndIsRefused) {
  test::StoreFixture f;
  WrittenFile file = written("/p/a.txt");
  file.tags = {"a\nb"};
  test::expect_error(ErrorKind::kInternal, "has a line end", [&] { Provenance(f.store).intend(file); });
}

TEST(Provenance, AnAbandonedIntentionIsDropped) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  const WrittenFile before = written("/p/a.txt", 5);
  provenance.intend(before);
  provenance.confirm(before.path);
  provenance.intend(written("/p/a.txt", 6));
  provenance.abandon("/p/a.txt");
  EXPECT_EQ(provenance.find("/p/a.txt").written, before);
  EXPECT_FALSE(provenance.find("/p/a.txt").intended);
}

TEST(Provenance, PathsIncludeEveryRecordAtOrBelow) {
  test::StoreFixture f;
  Provenance provenance(f.store);
  for (const char* path : {"/p/a.txt", "/p/q/b.txt", "/pq/c.txt"}) provenance.intend(written(path));
  provenance.confirm("/p/a.txt");
  provenance.intend(written("/p/a.txt", 6));
  EXPECT_EQ(provenance.paths("/p"), (std::vector<std::string>{"/p/a.txt", "/p/q/b.txt"}));
  EXPECT_EQ(provenance.paths("/p/a.txt"), std::vector<std::string>{"/p/a.txt"});
  EXPECT_EQ(provenance.paths("").size(), 3U);
}

}  // namespace
}  // namespace jtp
