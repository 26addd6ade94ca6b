// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tar_index.h"

#include <gtest/gtest.h>

#include "tests/data/tar_bytes.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using test::expect_error;

TEST(TarIndex, FindsRegularFilesIncludingLongNames) {
  const test::TemporaryFolder folder;
  const std::string long_name = std::string(150, 'x') + ".png";
  const std::string record = "161 path=" + long_name.substr(0, 150) + "!\n";  // 161 bytes
  std::string bytes = test::tar_member("a.png", "12345") + test::tar_member("folder/", "", '5') +
                      test::tar_member("././@LongLink", long_name + std::string(1, '\0'), 'L') +
                      test::tar_member("cut", "ab") + test::tar_member("pax", record, 'x') +
                      test::tar_member("cut", std::string(600, 'c')) + test::tar_member("b.txt", "") +
                      std::string(1024, '\0');
  test::write_text(folder / "a.tar", bytes);
  const auto members = read_tar_index(folder / "a.tar");
  ASSERT_EQ(members.size(), 4U);
  EXPECT_EQ(members[0].name, "a.png");
  EXPECT_EQ(
      bytes.substr(static_cast<std::size_t>(members[0].offset), static_cast<std::size_t>(members[0].length)),
      "12345");
  EXPECT_EQ(members[1].name, long_name);
  EXPECT_EQ(bytes.substr(static_cast<std::size_t>(members[1].offset), 2), "ab");
  EXPECT_EQ(members[2].name, std::string(150, 'x') + "!");
  EXPECT_EQ(members[2].length, 600);
  EXPECT_EQ(members[3].name, "b.txt");
}

TEST(TarIndex, RefusesDamagedArchives) {
  const test::TemporaryFolder folder;
  std::string bytes = test::tar_member("a.png", std::string(600, 'a'));
  test::write_text(folder / "cut.tar", bytes.substr(0, 1000));
  expect_error(ErrorKind::kInvalidInput, "cut.tar: byte 512: a member reaches beyond the end",
               [&] { read_tar_index(folder / "cut.tar"); });
  bytes[3] = 'b';
  test::write_text(folder / "sum.tar", bytes);
  expect_error(ErrorKind::kInvalidInput, "sum.tar: byte 0: not the header",
               [&] { read_tar_index(folder / "sum.tar"); });
  test::write_text(folder / "empty.tar", "");
  EXPECT_TRUE(read_tar_index(folder / "empty.tar").empty());
}

}  // namespace
}  // namespace jtp
