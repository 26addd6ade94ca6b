// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/sample_maker.h"

#include <gtest/gtest.h>

#include "jtp/tagger/prepare.h"
#include "tests/loader/small_set.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

constexpr int kSide = 24;

std::vector<float> empty_pixels() { return std::vector<float>(3 * kSide * kSide, -9); }

TrainingStream training(std::uint64_t seed) {
  return {.seed = seed, .augmentation = {}, .flips = test::SmallSet::flips()};
}

TEST(SampleMaker, APassGivesTheSameInputAsTagging) {
  const test::SmallSet set(6);
  const SampleMaker maker(set.pictures(), {.side = kSide}, std::nullopt);
  for (std::int64_t i = 0; i < 6; ++i) {
    auto pixels = empty_pixels();
    EXPECT_EQ(maker.make(i, pixels).sample, i);
    EXPECT_EQ(pixels, prepare_picture(set.pictures().read(i), Preprocessor(kSide), {}).pixels) << i;
  }
}

TEST(SampleMaker, TrainingFollowsTheStreamAndItsRandomNumbers) {
  const test::SmallSet set(6);
  const SampleMaker maker(set.pictures(), {.side = kSide}, training(4));
  const SampleStream stream(6, 4);
  for (std::int64_t position = 0; position < 18; ++position) {
    const StreamSample place = stream.at(position);
    const bool odd = place.sample % 2 == 1;  // has text
    SampleRandom random(4, place.epoch, place.place);
    const AugmentationDraw draw =
        draw_augmentation({}, kSide, odd ? Mirroring::kForbidden : Mirroring::kAllowed, random);
    auto expected = empty_pixels(), pixels = empty_pixels();
    augment(rows_of(decode_image(set.pictures().read(place.sample))), draw, Preprocessor(kSide), expected);
    EXPECT_EQ(maker.make(position, pixels).sample, place.sample);
    EXPECT_EQ(pixels, expected) << position;
  }
}

TEST(SampleMaker, TheCacheIsUsedAndChangesNothing) {
  const test::SmallSet set(6);
  const SampleMaker plain(set.pictures(), {.side = kSide}, training(1));
  // Room for some of the six, which have about 20 x 30 pixels.
  const SampleMaker caching(set.pictures(), {.side = kSide, .cache_bytes = 4 * 20 * 30 * 3}, training(1));
  const auto made = [](const SampleMaker& maker, std::int64_t position) {
    auto pixels = empty_pixels();
    maker.make(position, pixels);
    return pixels;
  };
  for (std::int64_t position = 0; position < 18; ++position)
    EXPECT_EQ(made(caching, position), made(plain, position)) << position;
  for (int i = 0; i < 6; ++i) std::filesystem::remove(set.pictures().path(i));
  auto pixels = empty_pixels();
  EXPECT_LT(caching.make(0, pixels).broken.size(), 6U);
  test::expect_error(ErrorKind::kNotFound, "No such file", [&] { plain.make(0, pixels); });
}

TEST(SampleMaker, ABrokenPictureIsReplacedByTheNextOfItsEpoch) {
  const test::SmallSet set(6);
  const SampleStream stream(6, 2);
  std::int64_t position = 0;
  while (stream.at(position).sample % 3 == 2) ++position;  // those are in the archive
  const auto spoilt = static_cast<int>(stream.at(position).sample);
  set.spoil(spoilt);
  const SampleMaker maker(set.pictures(), {.side = kSide}, training(2));
  auto pixels = empty_pixels();
  const MadeSample made = maker.make(position, pixels);
  EXPECT_EQ(made.sample, stream.replacement(stream.at(position), 1));
  ASSERT_EQ(made.broken.size(), 1U);
  EXPECT_EQ(made.broken[0].sample, set.pictures().sample(spoilt));
  EXPECT_NE(std::string(made.broken[0].error.what()).find(set.file(spoilt).string()), std::string::npos);
}

TEST(SampleMaker, APassSkipsABrokenPicture) {
  const test::SmallSet set(3);
  set.spoil(1);
  const SampleMaker maker(set.pictures(), {.side = kSide}, std::nullopt);
  auto pixels = empty_pixels();
  const MadeSample made = maker.make(1, pixels);
  EXPECT_FALSE(made.sample);
  ASSERT_EQ(made.broken.size(), 1U);
  EXPECT_EQ(made.broken[0].error.kind(), ErrorKind::kInvalidInput);
}

TEST(SampleMaker, RefusesImpossibleOptions) {
  const test::SmallSet set(2);
  const auto refuses = [&](const char* part, const LoaderOptions& options,
                           std::optional<TrainingStream> stream) {
    test::expect_error(ErrorKind::kUsage, part,
                       [&] { SampleMaker(set.pictures(), options, std::move(stream)); });
  };
  refuses("pixels a side, not 0", {.side = 0}, std::nullopt);
  refuses("pixels a side, not 100000", {.side = 100000}, std::nullopt);
  refuses("shift", {}, TrainingStream{0, {.shift = 2}, test::SmallSet::flips()});
  refuses("made for 1 tag; the manifest has 3", {},
          TrainingStream{0, {}, FlipRule(Vocabulary({"wolf"}, {TagCategory::kSpecies}), {})});
  const SampleMaker maker(set.pictures(), {.side = kSide}, std::nullopt);
  auto pixels = empty_pixels();
  test::expect_error(ErrorKind::kUsage, "a pass reaches position 2 of 2", [&] { maker.make(2, pixels); });
}

}  // namespace
}  // namespace jtp
