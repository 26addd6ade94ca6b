// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/picture_set.h"

#include <gtest/gtest.h>

#include "jtp/loader/sample_picture.h"
#include "tests/loader/small_set.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(PictureSet, HasTheSamplesOfItsSplitThatHaveAPicture) {
  const test::SmallSet set(4);
  ASSERT_EQ(set.pictures().size(), 4);
  EXPECT_EQ(set.pictures().sample(0), 1);
  EXPECT_EQ(set.pictures().path(0), set.file(0));
  EXPECT_EQ(PictureSet(set.pictures().manifest(), "", Split::kTest).size(), 0);
  EXPECT_EQ(PictureSet(set.pictures().manifest(), "", Split::kValidation).size(), 0);
}

TEST(PictureSet, CountsTheLabelsOfItsSamples) {
  const test::SmallSet set(7);
  EXPECT_EQ(set.pictures().label_counts(test::SmallSet::kTags), (std::vector<std::int64_t>{7, 0, 3}));
  EXPECT_EQ(PictureSet(set.pictures().manifest(), "", Split::kTest).label_counts(1),
            std::vector<std::int64_t>{0});
}

TEST(PictureSet, ReadsFilesAndMembersOfArchives) {
  const test::SmallSet set(7);
  for (int i = 0; i < 7; ++i) {
    const std::string drawn =
        test::draw_bmp(static_cast<unsigned>(i), {.width = 20 + i % 7, .height = 30 - i % 11});
    const auto bytes = set.pictures().read(i);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), drawn) << i;
  }
}

TEST(PictureSet, NamesAMissingFileAndATruncatedArchive) {
  const test::SmallSet set(3);
  std::filesystem::remove(set.file(0));
  test::expect_error(ErrorKind::kNotFound, "0.bmp: ", [&] { set.pictures().read(0); });
  std::filesystem::resize_file(set.pictures().path(2), 600);
  test::expect_error(ErrorKind::kInvalidInput, "at byte 512 reaches beyond the archive's 600 bytes",
                     [&] { set.pictures().read(2); });
}

TEST(PictureSet, RefusesHugeMembersBeforeReadingThem) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a.tar", "");
  std::filesystem::resize_file(folder / "a.tar", static_cast<std::uintmax_t>(2 * kMaxSampleBytes));
  ManifestTables tables;
  tables.add({1, Md5{}, Rating::kSafe, Split::kTrain, {0, 0, kMaxSampleBytes + 1}, {}});
  write_manifest(folder / "m", tables, {"hash", 1, {"a.tar"}});
  const Manifest manifest(folder / "m");
  const PictureSet set(manifest, folder.path(), Split::kTrain);
  test::expect_error(ErrorKind::kUnsupported, "too large (268435457 bytes", [&] { set.read(0); });
}

}  // namespace
}  // namespace jtp
