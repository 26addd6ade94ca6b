// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/mapped_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
using test::TemporaryFolder;

ErrorKind kind_of_opening(const std::filesystem::path& path) {
  try {
    const MappedFile file(path);
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(path.filename().string()), std::string::npos) << error.what();
    return error.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::kInternal;
}

TEST(MappedFile, ShowsTheBytes) {
  const TemporaryFolder folder;
  test::write_text(folder / "a", "some bytes");
  MappedFile file(folder / "a");
  const MappedFile moved = std::move(file);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(moved.bytes().data()), moved.size()), "some bytes");
  moved.release(moved.bytes());
  EXPECT_EQ(moved.bytes()[0], std::byte{'s'});
}

TEST(MappedFile, MapsAnEmptyFileToAnEmptySpan) {
  const TemporaryFolder folder;
  test::write_text(folder / "a", "");
  EXPECT_EQ(MappedFile(folder / "a").size(), 0U);
}

TEST(MappedFile, NamesTheFileThatCannotBeMapped) {
  const TemporaryFolder folder;
  EXPECT_EQ(kind_of_opening(folder / "missing"), ErrorKind::kNotFound);
  EXPECT_EQ(kind_of_opening(folder.path()), ErrorKind::kIo);
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(kind_of_opening(folder / "fifo"), ErrorKind::kIo);
}

}  // namespace
}  // namespace jtp
