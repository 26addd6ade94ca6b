// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/post_reader.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using test::expect_error;

constexpr const char* kMd5 = "0123456789abcdef0123456789abcdef";

class PostReaderTest : public testing::Test {
 protected:
  PostReader reader(const std::string& text, BrokenRecords broken = BrokenRecords::kStop) {
    test::write_text(folder_ / "posts.csv", text);
    return {folder_ / "posts.csv", broken};
  }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(PostReaderTest, FindsColumnsByTheirNames) {
  PostReader posts =
      reader(std::string("is_deleted,new_column,tag_string,rating,md5,parent_id,file_ext,id\n") +
             "f,\"a\nb\",red_fur wolf,s," + kMd5 + ",7,png,12\n" + "t,,,,,,,13\n");
  const auto first = posts.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->id, 12);
  EXPECT_EQ(to_string(*first->md5), kMd5);
  EXPECT_EQ(first->rating, Rating::kSafe);
  EXPECT_EQ(first->tag_string, "red_fur wolf");
  EXPECT_EQ(first->file_ext, "png");
  EXPECT_EQ(first->parent_id, 7);
  EXPECT_FALSE(first->is_deleted);
  const auto second = posts.next();
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->is_deleted);
  EXPECT_FALSE(second->md5);
  EXPECT_EQ(second->rating, Rating::kExplicit) << "an unknown rating is the strictest";
  EXPECT_FALSE(second->parent_id);
  EXPECT_FALSE(posts.next());
}

TEST_F(PostReaderTest, NamesTheColumnOfABadValue) {
  const auto read = [&](const std::string& row) {
    PostReader posts = reader("id,md5,rating,tag_string,is_deleted,parent_id\n" + row);
    posts.next();
  };
  expect_error(ErrorKind::kInvalidInput, "record 1: column \"id\": must be the number of a post, not \"x\"",
               [&] { read("x,,s,wolf,f,\n"); });
  expect_error(ErrorKind::kInvalidInput,
               "column \"md5\": must be an MD5 of 32 hexadecimal digits, not \"0x\"",
               [&] { read("1,0x,s,wolf,f,\n"); });
  expect_error(ErrorKind::kInvalidInput, "column \"rating\": must be a rating (s, q or e), not \"z\"",
               [&] { read("1,,z,wolf,f,\n"); });
  expect_error(ErrorKind::kInvalidInput, "column \"is_deleted\": must be t or f, not \"true\"",
               [&] { read("1,,s,wolf,true,\n"); });
  expect_error(ErrorKind::kInvalidInput, "column \"parent_id\": must be the number of a post, not \"-3\"",
               [&] { read("1,,s,wolf,f,-3\n"); });
  expect_error(ErrorKind::kInvalidInput, "posts.csv: the header has no column \"md5\"",
               [&] { reader("id,rating\n"); });
}

TEST_F(PostReaderTest, LenientReadingCountsBadRows) {
  PostReader posts =
      reader("id,md5,rating,tag_string,is_deleted\nx,,s,wolf,f\n2,,s,wolf,f\n3,,s,wolf,?\n4,,s\n",
             BrokenRecords::kSkip);
  EXPECT_EQ(posts.next()->id, 2);
  EXPECT_FALSE(posts.next());
  EXPECT_EQ(posts.records().skipped(), 3U);
}

}  // namespace
}  // namespace jtp
