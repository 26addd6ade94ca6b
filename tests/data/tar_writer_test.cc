// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tar_writer.h"

#include <gtest/gtest.h>

#include "jtp/data/tar_index.h"
#include "tests/data/tar_bytes.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(TarWriter, ReadsBackAndIsReproducible) {
  const test::TemporaryFolder folder;
  const std::string long_name(100, 'n');
  for (const char* name : {"a.tar", "b.tar"}) {
    TarWriter archive(folder / name);
    archive.add("wolf.png", test::as_bytes("hello"));
    archive.add(long_name, test::as_bytes(std::string(512, 'x')));
    archive.add("empty", {});
    EXPECT_FALSE(std::filesystem::exists(folder / name));
    archive.finish();
    EXPECT_EQ(archive.bytes(), static_cast<std::int64_t>(std::filesystem::file_size(folder / name)));
  }
  const auto members = read_tar_index(folder / "a.tar");
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].name, "wolf.png");
  EXPECT_EQ(members[1].name, long_name);
  const std::string bytes = test::read_text(folder / "a.tar");
  EXPECT_EQ(bytes.substr(static_cast<std::size_t>(members[0].offset), 5), "hello");
  EXPECT_EQ(members[1].length, 512);
  EXPECT_EQ(bytes.size() % 512, 0U);
  EXPECT_EQ(test::read_text(folder / "b.tar"), bytes);
}

TEST(TarWriter, AnUnfinishedArchiveDoesNotAppear) {
  const test::TemporaryFolder folder;
  {
    TarWriter archive(folder / "a.tar");
    archive.add("wolf.png", test::as_bytes("hello"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(TarWriter, RefusesNamesThatAreTooLong) {
  const test::TemporaryFolder folder;
  TarWriter archive(folder / "a.tar");
  test::expect_error(ErrorKind::kInvalidInput, "must have 1 to 100 bytes, not 101",
                     [&] { archive.add(std::string(101, 'n'), {}); });
}

}  // namespace
}  // namespace jtp
