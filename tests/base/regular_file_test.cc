// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/regular_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

constexpr std::uint64_t kPlenty = 1 << 20;

TEST(ReadFile, ReturnsEveryByte) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", std::string_view("some\r\n\0\xFF", 8));
  test::write_text(folder / "empty", "");
  EXPECT_EQ(read_file(folder / "a", 8, ErrorKind::kModel), test::read_bytes(folder / "a"));
  EXPECT_EQ(read_file(folder / "a", 8, ErrorKind::kModel).size(), 8U);
  EXPECT_TRUE(read_file(folder / "empty", 0, ErrorKind::kModel).empty());
}

TEST(ReadFile, RefusesAFifoOrFolderWithoutWaiting) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  const auto refuses = [](ErrorKind kind, const std::string& message, const std::filesystem::path& path) {
    test::expect_error(kind, path.string() + ": " + message,
                       [&] { read_file(path, kPlenty, ErrorKind::kModel); });
  };
  refuses(ErrorKind::kIo, "not a regular file", folder / "fifo");
  refuses(ErrorKind::kIo, "is a folder", folder.path());
  refuses(ErrorKind::kIo, "not a regular file", "/dev/null");
  refuses(ErrorKind::kNotFound, "No such file", folder / "gone");
}

TEST(ReadFile, RefusesALargeFileWithTheCallersErrorKind) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "sparse", "");
  std::filesystem::resize_file(folder / "sparse", std::uintmax_t{1} << 40);
  test::expect_error(ErrorKind::kUnsupported,
                     "sparse: too large (1099511627776 bytes; at most 1048576 are read)",
                     [&] { read_file(folder / "sparse", kPlenty, ErrorKind::kUnsupported); });
}

// Like a picture that is being edited: no fault, but the bytes that remain.
TEST(RegularFile, ReadsAFileThatIsShortenedMeanwhile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "0123456789");
  const RegularFile file(folder / "a");
  std::filesystem::resize_file(folder / "a", 4);
  std::array<std::byte, 10> bytes{};
  EXPECT_EQ(file.size(), 10U);
  EXPECT_EQ(file.read(bytes), 4U);
  EXPECT_EQ(bytes[3], std::byte{'3'});
}

TEST(RegularFile, ReadsInTheMiddleWithoutMovingThePosition) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "0123456789");
  const RegularFile file(folder / "a");
  std::array<std::byte, 4> bytes{};
  EXPECT_EQ(file.read_at(3, bytes), 4U);
  EXPECT_EQ(bytes[0], std::byte{'3'});
  EXPECT_EQ(file.read_at(8, bytes), 2U);
  EXPECT_EQ(file.read_at(100, bytes), 0U);
  EXPECT_EQ(file.read(bytes), 4U);
  EXPECT_EQ(bytes[0], std::byte{'0'});
}

}  // namespace
}  // namespace jtp
