// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/packed_file.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using test::expect_error;

std::string read_all(const std::filesystem::path& path, std::size_t step = 1000) {
  UnpackedFile file(path);
  std::string text;
  std::string part(step, '\0');
  while (const std::size_t count = file.read(part)) text.append(part, 0, count);
  EXPECT_EQ(file.read(part), 0U);
  return text;
}

std::string packed(const test::TemporaryFolder& folder, std::string_view text) {
  const auto path = folder / "part.gz";
  PackedFile file(path);
  file.write(text);
  file.commit();
  return test::read_text(path);
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i * 7919 % 10007) + ",wolf\n";
  return text;
}

TEST(PackedFile, WritesWhatUnpackedFileReads) {
  const test::TemporaryFolder folder;
  const std::string text = long_text();
  for (const char* name : {"a.csv", "a.csv.gz"}) {
    PackedFile file(folder / name);
    file.write(text.substr(0, 10));
    file.write(text.substr(10));
    EXPECT_FALSE(std::filesystem::exists(folder / name));
    file.commit();
    EXPECT_EQ(read_all(folder / name), text);
    EXPECT_EQ(read_all(folder / name, 7), text);
  }
  EXPECT_LT(std::filesystem::file_size(folder / "a.csv.gz"), text.size() / 2);
}

TEST(UnpackedFile, ReadsEveryMemberAndSkipsPadding) {
  const test::TemporaryFolder folder;
  const std::string parts = packed(folder, "red_") + packed(folder, "") + packed(folder, "fur");
  test::write_text(folder / "b.csv", parts + std::string(600000, '\0'));
  EXPECT_EQ(read_all(folder / "b.csv"), "red_fur");
}

TEST(UnpackedFile, ReadsAnEmptyFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "e.csv", "");
  EXPECT_EQ(read_all(folder / "e.csv"), "");
}

TEST(UnpackedFile, RefusesTruncatedAndDamagedFiles) {
  const test::TemporaryFolder folder;
  std::string bytes = packed(folder, long_text());
  test::write_text(folder / "cut.gz", bytes.substr(0, bytes.size() / 2));
  expect_error(ErrorKind::kInvalidInput, "cut.gz: packed byte", [&] { read_all(folder / "cut.gz"); });
  expect_error(ErrorKind::kInvalidInput, "ends inside a gzip member", [&] { read_all(folder / "cut.gz"); });
  test::write_text(folder / "more.gz", bytes + "text");
  expect_error(ErrorKind::kInvalidInput, "not a gzip member", [&] { read_all(folder / "more.gz"); });
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // in the checksum
  test::write_text(folder / "sum.gz", bytes);
  expect_error(ErrorKind::kInvalidInput, "incorrect data check", [&] { read_all(folder / "sum.gz"); });
  expect_error(ErrorKind::kNotFound, "none.gz", [&] { read_all(folder / "none.gz"); });
}

}  // namespace
}  // namespace jtp
