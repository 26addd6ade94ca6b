// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/dump.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

void touch(const test::TemporaryFolder& folder, std::initializer_list<const char*> names) {
  for (const char* name : names) test::write_text(folder / name, "id\n");
}

TEST(FindDump, UsesTheNewestCompleteDate) {
  const test::TemporaryFolder folder;
  touch(folder, {"posts-2026-01-01.csv.gz", "tags-2026-01-01.csv.gz", "tag_aliases-2026-01-01.csv",
                 "posts-2025-12-31.csv.gz", "tags-2025-12-31.csv.gz", "posts-2026-01-02.csv.gz",
                 "post_versions.csv", "tags-2026-1-5.csv", "posts-2026-01-05.csv.zip"});
  const DumpFiles files = find_dump(folder.path());
  EXPECT_EQ(files.date, "2026-01-01");
  EXPECT_EQ(files.posts, folder / "posts-2026-01-01.csv.gz");
  EXPECT_EQ(files.tag_aliases, folder / "tag_aliases-2026-01-01.csv");
  EXPECT_FALSE(files.tag_implications);
}

TEST(FindDump, PrefersNamesWithoutADate) {
  const test::TemporaryFolder folder;
  touch(folder, {"posts-2026-01-01.csv.gz", "tags-2026-01-01.csv.gz", "posts.csv.gz", "tags.csv",
                 "tag_implications.csv.gz"});
  const DumpFiles files = find_dump(folder.path());
  EXPECT_EQ(files.date, "");
  EXPECT_EQ(files.posts, folder / "posts.csv.gz");
  EXPECT_EQ(files.tag_implications, folder / "tag_implications.csv.gz");
}

TEST(FindDump, NamesAFolderWithoutADump) {
  const test::TemporaryFolder folder;
  touch(folder, {"posts-2026-01-01.csv.gz", "tags-2026-01-02.csv.gz"});
  test::expect_error(ErrorKind::kNotFound, folder.path().string(), [&] { find_dump(folder.path()); });
  test::expect_error(ErrorKind::kNotFound, "nowhere", [&] { find_dump(folder / "nowhere"); });
}

}  // namespace
}  // namespace jtp
