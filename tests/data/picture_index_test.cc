// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/picture_index.h"

#include <gtest/gtest.h>

#include "tests/data/tar_bytes.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

constexpr const char* kFirst = "ab000000000000000000000000000001";
constexpr const char* kSecond = "abcd0000000000000000000000000002";
constexpr const char* kThird = "ee000000000000000000000000000003";

class PictureIndexTest : public testing::Test {
 protected:
  void put(const std::string& name, std::string_view content = "x") {
    std::filesystem::create_directories((folder_ / name).parent_path());
    test::write_text(folder_ / name, content);
  }
  std::string pattern(const PictureIndex& index, const char* md5, std::int64_t id = 0) {
    const auto found = index.find(*parse_md5(md5), id);
    return found ? index.places()[static_cast<std::size_t>(found->place)] : "none";
  }
  test::TemporaryFolder folder_;
};

TEST_F(PictureIndexTest, FindsPicturesInTheUsualFolders) {
  put(std::string(kFirst) + ".png");
  put(std::string("full/ab/cd/") + kSecond + ".JPG");
  put("by_id/77.webp");
  put("by_id/078.webp");
  put(std::string(kThird) + ".txt");
  const PictureIndex index(folder_.path());
  EXPECT_EQ(pattern(index, kFirst), "{md5}.png");
  EXPECT_EQ(pattern(index, kSecond), "full/{md5:2}/{md5:2:4}/{md5}.JPG");
  EXPECT_EQ(pattern(index, kThird, 77), "by_id/{id}.webp");
  EXPECT_EQ(pattern(index, kThird, 78), "none");
  EXPECT_EQ(index.size(), 3U);
}

TEST_F(PictureIndexTest, FindsPicturesInArchives) {
  put("shard.tar", test::tar_member(std::string("x/") + kFirst + ".png", "12345") +
                       test::tar_member("9.jpg", "ab") + test::tar_member("9.json", "{}") +
                       std::string(1024, '\0'));
  const PictureIndex index(folder_.path());
  const auto found = index.find(*parse_md5(kFirst), 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(index.places()[static_cast<std::size_t>(found->place)], "shard.tar");
  EXPECT_EQ(found->offset, 512);
  EXPECT_EQ(found->length, 5);
  EXPECT_EQ(index.find(*parse_md5(kSecond), 9)->length, 2);
}

TEST_F(PictureIndexTest, NamesAMissingFolder) {
  test::expect_error(ErrorKind::kNotFound, "nowhere", [&] { PictureIndex(folder_ / "nowhere"); });
}

}  // namespace
}  // namespace jtp
