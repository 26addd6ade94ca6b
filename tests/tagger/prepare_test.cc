// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/prepare.h"

#include <gtest/gtest.h>

#include <limits>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "tests/support/draw.h"
#include "tests/support/errors.h"
#include "tests/support/fake_engine.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(ReadPictureFile, ReturnsTheBytesOfARegularFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a", "some bytes");
  test::write_text(folder / "empty", "");
  EXPECT_EQ(read_picture_file(folder / "a"), test::read_bytes(folder / "a"));
  EXPECT_TRUE(read_picture_file(folder / "empty").empty());
}

TEST(ReadPictureFile, RefusesFilesOverTheLimit) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "sparse", "");
  std::filesystem::resize_file(folder / "sparse", static_cast<std::uintmax_t>(kMaxPictureBytes) + 1);
  test::expect_error(ErrorKind::kUnsupported, "sparse: too large (2147483649 bytes",
                     [&] { read_picture_file(folder / "sparse"); });
}

TEST(PreparePicture, KeepsTheSizeAndTheHashOfThePicture) {
  const std::string bmp = test::draw_bmp(1, {.width = 30, .height = 20});
  const PreparedPicture picture = prepare_picture(test::as_bytes(bmp), Preprocessor(8), {});
  EXPECT_EQ(picture.width, 30);
  EXPECT_EQ(picture.height, 20);
  EXPECT_EQ(picture.sha256, sha256_hex(test::as_bytes(bmp)));
  EXPECT_EQ(picture.pixels.size(), 3u * 8 * 8);
}

TEST(Infer, GivesTheRequestedOutputs) {
  test::FakeEngine engine;
  PreparedPicture picture;
  picture.sha256 = "abc";
  picture.pixels.assign(3 * 8 * 8, 0.5F);
  const TagResult plain = infer(engine, picture);
  EXPECT_EQ(plain.sha256, "abc");
  EXPECT_EQ(plain.scores.size(), 4U);
  EXPECT_TRUE(plain.pooled.empty());
  EXPECT_TRUE(plain.features.empty());
  const TagResult all = infer(engine, picture, {KeptPooled::kYes, KeptFeatures::kYes});
  EXPECT_EQ(all.scores, plain.scores);
  EXPECT_EQ(all.pooled.size(), 5U);
  EXPECT_EQ(all.features.size(), 30U);
}

TEST(Infer, RefusesAScoreThatIsNotANumber) {
  test::FakeEngine engine;
  PreparedPicture picture;
  picture.pixels.assign(3 * 8 * 8, std::numeric_limits<float>::quiet_NaN());
  test::expect_error(ErrorKind::kModel, "score for tag 0 is not a number", [&] { infer(engine, picture); });
}

}  // namespace
}  // namespace jtp
