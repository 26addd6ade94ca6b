// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/prepare.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <limits>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "tests/support/draw.h"
#include "tests/support/fake_engine.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

ErrorKind kind_of(const std::filesystem::path& path) {
  try {
    read_picture_file(path);
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos) << error.what();
    return error.kind();
  }
  ADD_FAILURE() << path << " was read";
  return ErrorKind::kInternal;
}

TEST(ReadPictureFile, GivesTheBytesOfARegularFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "some bytes");
  test::write_text(folder / "empty", "");
  EXPECT_EQ(read_picture_file(folder / "a"), test::read_bytes(folder / "a"));
  EXPECT_TRUE(read_picture_file(folder / "empty").empty());
}

TEST(ReadPictureFile, RefusesWhatIsNoFileWithoutWaiting) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(kind_of(folder / "fifo"), ErrorKind::kIo);
  EXPECT_EQ(kind_of(folder.path()), ErrorKind::kIo);
  EXPECT_EQ(kind_of(folder / "gone"), ErrorKind::kNotFound);
  EXPECT_EQ(kind_of("/dev/null"), ErrorKind::kIo);
}

TEST(ReadPictureFile, RefusesFilesOverTheLimitBeforeReadingThem) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "sparse", "");
  std::filesystem::resize_file(folder / "sparse", static_cast<std::uintmax_t>(kMaxPictureBytes) + 1);
  EXPECT_EQ(kind_of(folder / "sparse"), ErrorKind::kUnsupported);
}

TEST(PreparePicture, KeepsTheSizeAndTheHashOfThePicture) {
  const std::string bmp = test::draw_bmp(1, {.width = 30, .height = 20});
  const PreparedPicture picture = prepare_picture(test::as_bytes(bmp), Preprocessor(8), {});
  EXPECT_EQ(picture.width, 30);
  EXPECT_EQ(picture.height, 20);
  EXPECT_EQ(picture.sha256, sha256_hex(test::as_bytes(bmp)));
  EXPECT_EQ(picture.pixels.size(), 3u * 8 * 8);
}

TEST(Infer, RefusesAScoreThatIsNotANumber) {
  test::FakeEngine engine;
  PreparedPicture picture;
  picture.pixels.assign(3 * 8 * 8, std::numeric_limits<float>::quiet_NaN());
  EXPECT_THROW(infer(engine, picture), Error);
}

}  // namespace
}  // namespace jtp
