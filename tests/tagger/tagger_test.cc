// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/tagger.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "tests/support/draw.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;

fs::path mini() { return test::source_dir() / "models" / "mini"; }

Tagger load_mini(int threads = 1) {
  return Tagger::load(mini(), {.precision = Precision::kF32, .threads = threads, .decode = {}, .cache = {}});
}

TEST(Tagger, LoadsTheBundledModel) {
  const Tagger tagger = load_mini();
  EXPECT_EQ(tagger.config().image_size, 96);
  EXPECT_EQ(tagger.vocabulary().size(), tagger.config().num_tags);
  EXPECT_EQ(tagger.hash(), sha256_hex(test::read_bytes(mini() / "model.safetensors")));
  EXPECT_EQ(tagger.id(), "mini@" + tagger.hash().substr(0, 12));
}

TEST(Tagger, ScoresAPictureForEveryTag) {
  const test::TemporaryFolder folder;
  const std::string bmp = test::draw_bmp(1, {.width = 50, .height = 30});
  test::write_text(folder / "a.bmp", bmp);
  const Tagger tagger = load_mini();
  const TagResult result = tagger.tag(test::as_bytes(bmp));
  EXPECT_EQ(result.width, 50);
  EXPECT_EQ(result.height, 30);
  EXPECT_EQ(static_cast<int>(result.scores.size()), tagger.vocabulary().size());
  for (const float score : result.scores) EXPECT_TRUE(score >= 0 && score <= 1) << score;
  EXPECT_EQ(tagger.tag_file(folder / "a.bmp").scores, result.scores);
  EXPECT_NE(tagger.tag(test::as_bytes(test::draw_bmp(2))).scores, result.scores);
}

TEST(Tagger, ScoresDoNotDependOnThreadsOrCallers) {
  const std::string bmp = test::draw_bmp(3);
  const auto expected = load_mini().tag(test::as_bytes(bmp)).scores;
  const Tagger tagger = load_mini(3);
  std::vector<std::jthread> callers;
  for (unsigned i = 0; i < 3; ++i) {
    callers.emplace_back([&, i] {
      tagger.tag(test::as_bytes(test::draw_bmp(10 + i)));
      EXPECT_EQ(tagger.tag(test::as_bytes(bmp)).scores, expected);
    });
  }
}

TEST(Tagger, ErrorsNameTheFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "bad.png", "not a picture");
  const Tagger tagger = load_mini();
  test::expect_error(ErrorKind::kInvalidInput, (folder / "bad.png").string() + ": ",
                     [&] { tagger.tag_file(folder / "bad.png"); });
}

TEST(Tagger, RefusesTagsThatDoNotMatchTheHead) {
  const test::TemporaryFolder folder;
  fs::copy(mini(), folder.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::remove(folder / "tags.csv");
  test::write_text(folder / "tags.json", R"({"wolf": 0, "solo": 1})");
  test::expect_error(ErrorKind::kModel, "tags.json: lists 2 tags, but the network has 192 outputs",
                     [&] { Tagger::load(folder.path()); });
}

TEST(Tagger, ErrorsNameTheMissingFile) {
  test::expect_error(ErrorKind::kModel, "/no/such/model", [] { Tagger::load("/no/such/model"); });
}

}  // namespace
}  // namespace jtp
