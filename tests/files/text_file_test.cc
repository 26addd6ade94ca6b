// SPDX-License-Identifier: Apache-2.0
#include "jtp/files/text_file.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(TextFile, ReadsEveryByte) {
  const test::TemporaryFolder folder;
  const std::string text("wolf\r\n\0\xFF", 8);
  test::write_text(folder / "a.txt", text);
  EXPECT_EQ(read_text_file(folder / "a.txt", 8, ErrorKind::kModel), text);
  test::write_text(folder / "empty.txt", "");
  EXPECT_EQ(read_text_file(folder / "empty.txt", 8, ErrorKind::kModel), "");
}

TEST(TextFile, RefusesATooLargeOrMissingFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a.txt", "123456789");
  test::expect_error(ErrorKind::kModel, "a.txt: too large (9 bytes; at most 8 are read)",
                     [&] { read_text_file(folder / "a.txt", 8, ErrorKind::kModel); });
  test::expect_error(ErrorKind::kNotFound, "b.txt",
                     [&] { read_text_file(folder / "b.txt", 8, ErrorKind::kModel); });
}

}  // namespace
}  // namespace jtp
