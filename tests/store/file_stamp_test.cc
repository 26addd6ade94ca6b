// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/file_stamp.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;

TEST(FileStamp, HasPathSizeAndTimeOfChange) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "12345");
  fs::last_write_time(folder / "a", fs::last_write_time(folder / "a") - std::chrono::hours(1));
  const auto stamp = stamp_file(folder / "./a");
  ASSERT_TRUE(stamp);
  EXPECT_EQ(stamp->path, (folder / "a").string());
  EXPECT_EQ(stamp->size, 5);
  EXPECT_TRUE(is_settled(*stamp));
  EXPECT_NEAR(static_cast<double>(stamp->seen_ns - stamp->mtime_ns) * 1e-9, 3600, 60);
}

TEST(FileStamp, AFileThatWasJustWrittenIsNotSettled) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "1");
  EXPECT_FALSE(is_settled(*stamp_file(folder / "a")));
}

TEST(FileStamp, OnlyRegularFilesHaveAStamp) {
  const test::TemporaryFolder folder;
  EXPECT_FALSE(stamp_file(folder.path()));
  EXPECT_FALSE(stamp_file(folder / "missing"));
  EXPECT_FALSE(stamp_file("/dev/null"));
}

TEST(FileStamp, ARelativePathBecomesAbsolute) {
  EXPECT_EQ(stored_path("a/./b"), (fs::current_path() / "a/b").string());
}

}  // namespace
}  // namespace jtp
