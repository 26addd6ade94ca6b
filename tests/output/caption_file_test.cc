// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_file.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

TEST(CaptionPath, IsBesideThePictureUnderItsStem) {
  EXPECT_EQ(caption_path("a/b.png", ".txt"), "a/b.txt");
  EXPECT_EQ(caption_path("b.tar.png", ".caption"), "b.tar.caption");
  EXPECT_EQ(caption_path("a.b/c", ".txt"), "a.b/c.txt");
  EXPECT_EQ(caption_path(".png", ".txt"), ".png.txt");
}

TEST(CaptionPath, IsNeverThePictureItself) {
  test::expect_error(ErrorKind::kInvalidInput, "a/b.txt: its caption would overwrite the picture itself",
                     [] { caption_path("a/b.txt", ".txt"); });
  for (const char* extension : {"", ".", "txt", "./x"}) {
    test::expect_error(ErrorKind::kUsage, "is not a file extension",
                       [&] { caption_path("b.png", extension); });
  }
}

class CaptionFile : public ::testing::Test {
 protected:
  CaptionChange update(const Tags& tags, ExistingCaption policy = ExistingCaption::kSupplement) {
    return update_caption_file(path_, tags, {}, policy);
  }
  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "wolf.txt";
};

TEST_F(CaptionFile, IsCreatedAndThenSupplemented) {
  EXPECT_EQ(update({"wolf"}), CaptionChange::kWritten);
  EXPECT_EQ(test::read_text(path_), "wolf\n");
  EXPECT_EQ(update({"wolf"}), CaptionChange::kUnchanged);
  EXPECT_EQ(update({"wolf", "red_fur"}), CaptionChange::kWritten);
  EXPECT_EQ(test::read_text(path_), "wolf, red fur\n");
}

TEST_F(CaptionFile, IsNotTouchedIfNothingChanges) {
  EXPECT_EQ(update({}), CaptionChange::kUnchanged);
  EXPECT_FALSE(std::filesystem::exists(path_));
  test::write_text(path_, "fox");
  const auto before = std::filesystem::last_write_time(path_) - std::chrono::hours(1);
  std::filesystem::last_write_time(path_, before);
  EXPECT_EQ(update({"fox"}), CaptionChange::kUnchanged);
  EXPECT_EQ(update({"wolf"}, ExistingCaption::kSkip), CaptionChange::kSkipped);
  EXPECT_EQ(std::filesystem::last_write_time(path_), before);
  EXPECT_EQ(update({"wolf"}, ExistingCaption::kReplace), CaptionChange::kWritten);
  EXPECT_EQ(test::read_text(path_), "wolf\n");
}

TEST_F(CaptionFile, ABinaryFileIsRefusedAndKept) {
  const std::string binary("\x89PNG\0\0", 6);
  test::write_text(path_, binary);
  test::expect_error(ErrorKind::kInvalidInput, "wolf.txt: is not text: byte 4 is 0",
                     [&] { update({"wolf"}); });
  EXPECT_EQ(test::read_text(path_), binary);
  std::filesystem::resize_file(path_, 3 << 20);
  test::expect_error(ErrorKind::kInvalidInput, "wolf.txt: too large (3145728 bytes",
                     [&] { update({"wolf"}); });
}

TEST_F(CaptionFile, AFolderIsRefused) {
  std::filesystem::create_directory(path_);
  test::expect_error(ErrorKind::kIo, "wolf.txt", [&] { update({"wolf"}); });
}

TEST_F(CaptionFile, AMissingFolderIsAnError) {
  path_ = folder_ / "no" / "wolf.txt";
  test::expect_error(ErrorKind::kNotFound, "wolf.txt", [&] { update({"wolf"}); });
}

TEST(CaptionPaths, TwoPicturesMayNotShareACaption) {
  CaptionPaths paths;
  paths.claim("b.txt", "b.png");
  paths.claim("b.txt", "./b.png");
  paths.claim("a/b.txt", "a/b.png");
  test::expect_error(ErrorKind::kInvalidInput, "b.png and b.jpg would both write b.txt",
                     [&] { paths.claim("b.txt", "b.jpg"); });
  test::expect_error(ErrorKind::kInvalidInput, "both write a/../b.txt",
                     [&] { paths.claim("a/../b.txt", "a/../b.webp"); });
}

TEST(CaptionPaths, AreTheSameThroughALinkedFolder) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory_symlink(".", folder / "link");
  CaptionPaths paths;
  paths.claim(folder / "a.txt", folder / "a.png");
  test::expect_error(ErrorKind::kInvalidInput, "both write",
                     [&] { paths.claim(folder / "link/a.txt", folder / "link/a.jpg"); });
}

}  // namespace
}  // namespace jtp
