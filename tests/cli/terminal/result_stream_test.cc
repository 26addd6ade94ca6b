// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/result_stream.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(ResultStream, GrowsBesideTheFileAndReplacesItWhenComplete) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "r", "old");
  ResultStream stream(folder / "r");
  stream.write("new\n");
  EXPECT_EQ(test::read_text(folder / "r.part"), "new\n");
  EXPECT_EQ(test::read_text(folder / "r"), "old");
  stream.complete();
  EXPECT_EQ(test::read_text(folder / "r"), "new\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "r.part"));
}

TEST(ResultStream, KeepsThePartOfAnIncompleteRun) {
  const test::TemporaryFolder folder;
  ResultStream(folder / "r").write("some\n");
  EXPECT_EQ(test::read_text(folder / "r.part"), "some\n");
  EXPECT_THROW(ResultStream(folder / "r"), Error);
}

TEST(ResultStream, WritesDevicesDirectlyAndReportsAFullOne) {
  ResultStream null("/dev/null");
  null.write("x");
  null.complete();
  EXPECT_THROW(ResultStream("/dev/full").write("x"), Error);
}

TEST(ResultStream, NamesAMissingFolder) {
  try {
    ResultStream("/no/such/folder/r");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
  }
}

}  // namespace
}  // namespace jtp
