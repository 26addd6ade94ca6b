// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/verify.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

class Verify : public ::testing::Test {
 protected:
  std::optional<std::string> mismatch(std::uint64_t size, const std::string& etag) {
    return content_mismatch(folder_ / "file", {size, etag}, cancelled_);
  }
  std::optional<std::string> foreign(const std::string& text) {
    test::write_text(folder_ / "file", text);
    return foreign_content(folder_ / "file");
  }

  test::TemporaryFolder folder_;
  std::atomic<bool> cancelled_{false};
};

// From `printf 'hello\n' | sha256sum` and `printf 'hello\n' | git hash-object --stdin`.
constexpr const char* kSha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
constexpr const char* kGitId = "ce013625030ba8dba906f756967f9e9ca394464a";

TEST_F(Verify, AcceptsTheSha256AndTheGitId) {
  test::write_text(folder_ / "file", "hello\n");
  EXPECT_EQ(mismatch(6, kSha256), std::nullopt);
  EXPECT_EQ(mismatch(6, kGitId), std::nullopt);
}

TEST_F(Verify, NamesTheDifference) {
  test::write_text(folder_ / "file", "hello?");
  EXPECT_NE(mismatch(6, kSha256)->find(kSha256), std::string::npos);
  EXPECT_NE(mismatch(6, kGitId)->find(kGitId), std::string::npos);
  EXPECT_EQ(mismatch(7, kSha256), "6 bytes, expected 7");
}

TEST_F(Verify, WithAnyOtherEtagOnlyTheSizeCounts) {
  test::write_text(folder_ / "file", "hello\n");
  EXPECT_EQ(mismatch(6, "opaque-1"), std::nullopt);
  EXPECT_NE(mismatch(5, "opaque-1"), std::nullopt);
}

TEST_F(Verify, CanBeCancelled) {
  test::write_text(folder_ / "file", "hello\n");
  cancelled_ = true;
  EXPECT_THROW(mismatch(6, kSha256), Error);
}

TEST_F(Verify, RecognisesPointersAndPages) {
  EXPECT_NE(foreign("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), std::nullopt);
  EXPECT_NE(foreign("<!DOCTYPE HTML>\n<p>"), std::nullopt);
  EXPECT_NE(foreign("\xEF\xBB\xBF\r\n  <HTML lang=en>"), std::nullopt);
  EXPECT_EQ(foreign(R"({"wolf": 0})"), std::nullopt);
  EXPECT_EQ(foreign(std::string("\x10\0\0\0\0\0\0\0{\"__metadata__\"", 23)), std::nullopt);
  EXPECT_EQ(foreign(""), std::nullopt);
}

}  // namespace
}  // namespace jtp
