// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/fitted_shard.h"

#include <gtest/gtest.h>

#include <map>

#include "jtp/data/picture_index.h"
#include "jtp/image/decode.h"
#include "jtp/image/encode_png.h"
#include "tests/support/draw.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const std::atomic<bool> kNeverCancelled{false};

Md5 md5_of(int i) {
  Md5 md5{};
  md5[0] = static_cast<std::uint8_t>(i + 1);
  return md5;
}

// A picture with every alpha, so that premultiplying loses as much as possible.
std::string draw_translucent(int width, int height) {
  Image image{width, height, {}};
  for (int i = 0; i < 4 * width * height; ++i)
    image.rgba.push_back(static_cast<std::uint8_t>(i * 37 + i / 7));
  const auto png = encode_png(image);
  return {reinterpret_cast<const char*>(png.data()), png.size()};
}

// Training pictures of many shapes, larger and smaller than the network's side; one of the files is not a
// picture.
struct Fixture {
  static constexpr int kSide = 48;
  static constexpr int kBroken = 4;

  test::TemporaryFolder folder;
  std::unique_ptr<Manifest> manifest;
  std::unique_ptr<PictureSet> pictures;

  Fixture() {
    const std::vector<std::string> files = {draw_translucent(100, 30),
                                            draw_translucent(48, 20),
                                            test::draw_bmp(1, {.width = 7, .height = 90}),
                                            draw_translucent(5, 5),
                                            "no picture",
                                            test::draw_bmp(2, {.width = 48, .height = 48}),
                                            draw_translucent(131, 130)};
    ManifestTables tables;
    std::filesystem::create_directory(folder / "pictures");
    for (std::size_t i = 0; i < files.size(); ++i) {
      const Md5 md5 = md5_of(static_cast<int>(i));
      test::write_text(folder / "pictures" / (to_string(md5) + ".png"), files[i]);
      tables.add({static_cast<std::int64_t>(i), md5, Rating::kSafe, Split::kTrain, {0, 0, -1}, {}});
    }
    write_manifest(folder / "manifest", tables, {"hash", 1, {"{md5}.png"}});
    manifest = std::make_unique<Manifest>(folder / "manifest");
    pictures = std::make_unique<PictureSet>(*manifest, folder / "pictures", Split::kTrain);
  }

  std::vector<UnusablePicture> write(const std::string& name, int threads) const {
    ThreadPool pool(threads);
    TarWriter archive(folder / "fitted" / name);
    auto unusable = add_fitted_pictures(*pictures, {0, pictures->size()}, Preprocessor(kSide), archive, pool,
                                        kNeverCancelled);
    archive.finish();
    return unusable;
  }
};

std::vector<float> input_of(const PictureSet& pictures, std::int64_t i) {
  const Preprocessor preprocess(Fixture::kSide);
  std::vector<float> pixels(3 * Fixture::kSide * Fixture::kSide);
  preprocess(open_image(pictures.read(i), {}), pixels);
  return pixels;
}

TEST(FittedShard, GivesTheSameNetworkInputBitForBit) {
  const Fixture f;
  std::filesystem::create_directory(f.folder / "fitted");
  const auto unusable = f.write("train-000000.tar", 3);
  ASSERT_EQ(unusable.size(), 1U);
  EXPECT_EQ(unusable[0].post_id, Fixture::kBroken);
  EXPECT_NE(unusable[0].reason.find(".png: not a picture"), std::string::npos) << unusable[0].reason;

  const PictureIndex index(f.folder / "fitted");
  ManifestTables tables;
  for (std::int64_t i = 0; i < f.manifest->size(); ++i) {
    Sample sample = f.manifest->sample(i);
    const auto place = index.find(sample.md5, sample.post_id);
    EXPECT_EQ(place.has_value(), i != Fixture::kBroken);
    sample.picture = place.value_or(PictureLocation());
    tables.add(sample);
  }
  write_manifest(f.folder / "fitted/manifest", tables, {"hash", 1, index.places()});
  const Manifest manifest(f.folder / "fitted/manifest");
  const PictureSet fitted(manifest, f.folder / "fitted", Split::kTrain);
  ASSERT_EQ(fitted.size(), f.pictures->size() - 1);
  for (std::int64_t i = 0; i < fitted.size(); ++i)
    EXPECT_EQ(input_of(fitted, i), input_of(*f.pictures, fitted.sample(i))) << i;
}

TEST(FittedShard, DoesNotDependOnTheNumberOfThreads) {
  const Fixture f;
  std::filesystem::create_directory(f.folder / "fitted");
  f.write("one.tar", 1);
  f.write("four.tar", 4);
  EXPECT_EQ(test::read_text(f.folder / "fitted/one.tar"), test::read_text(f.folder / "fitted/four.tar"));
}

TEST(FittedShard, StopsWhenItIsCancelled) {
  const Fixture f;
  const std::atomic<bool> cancelled{true};
  ThreadPool pool(2);
  TarWriter archive(f.folder / "a.tar");
  test::expect_error(ErrorKind::kCancelled, "was stopped", [&] {
    add_fitted_pictures(*f.pictures, {0, 7}, Preprocessor(Fixture::kSide), archive, pool, cancelled);
  });
}

}  // namespace
}  // namespace jtp
