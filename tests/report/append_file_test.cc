// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/append_file.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/small_disk.h"

namespace jtp {
namespace {

TEST(AppendFile, ReplacesAnExistingFileAndGrowsUnderItsName) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "log", "old and longer than the new one\n");
  AppendFile file(folder / "log", "first\n");
  EXPECT_EQ(test::read_text(folder / "log"), "first\n");
  file.append("second\n");
  EXPECT_EQ(test::read_text(folder / "log"), "first\nsecond\n");
}

TEST(AppendFile, NamesTheFileOnAFullDisk) {
  const test::TemporaryFolder folder;
  const test::SmallDisk disk(folder / "disk");
  if (!disk.is_mounted()) GTEST_SKIP() << "only root can mount a small disk";
  AppendFile file(disk.path() / "log", "");
  test::expect_error(ErrorKind::kIo, "log: cannot write: No space left",
                     [&] { file.append(std::string(2 << 20, 'x')); });
}

}  // namespace
}  // namespace jtp
