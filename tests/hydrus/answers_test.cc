// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/answers.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using test::expect_error;

TEST(HydrusAnswers, ReadsWhatAKeyPermits) {
  const HydrusAccess some = parse_access(
      R"({"name": "a", "permits_everything": false, "basic_permissions": [0, 3], "version": 81})");
  EXPECT_TRUE(some.permits(HydrusPermission::kFetchFiles));
  EXPECT_FALSE(some.permits(HydrusPermission::kEditTags));
  const HydrusAccess all =
      parse_access(R"({"permits_everything": true, "basic_permissions": [], "version": 81})");
  EXPECT_TRUE(all.permits(HydrusPermission::kEditTags));
}

TEST(HydrusAnswers, ListsOnlyLocalTagServices) {
  const auto services = parse_tag_services(R"({"version": 81, "services": {
      "ab": {"name": "my tags", "type": 5}, "cd": {"name": "public", "type": 0}}})");
  EXPECT_EQ(services, (std::vector<HydrusService>{{"ab", "my tags"}}));
  expect_error(ErrorKind::kUnsupported, "version 17, which is too old",
               [] { parse_tag_services(R"({"version": 17, "local_tags": []})"); });
}

TEST(HydrusAnswers, ReadsFilesWithTheTagsOfOneService) {
  const std::string hash(64, 'a');
  const auto files = parse_files(R"({"version": 81, "metadata": [
      {"file_id": 7, "hash": ")" + hash +
                                     R"(", "size": 9, "mime": "image/png", "tags": {
        "ab": {"storage_tags": {"0": ["wolf"], "1": ["fox"], "2": ["solo"]}, "display_tags": {}},
        "cd": {"storage_tags": {"0": ["other"]}, "display_tags": {}}}},
      {"file_id": 8, "hash": null}]})",
                                 "ab");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].sha256, hash);
  EXPECT_EQ(files[0].size, 9U);
  EXPECT_EQ(files[0].tags, (std::set<std::string>{"fox", "wolf"}));
  EXPECT_EQ(files[0].deleted_tags, std::set<std::string>{"solo"});
}

TEST(HydrusAnswers, RefusesAnythingElseNamingTheRequest) {
  for (const char* text :
       {"", "<html>", "[]", "{}", R"({"version": "81"})", R"({"version": 81})",
        R"({"version": 81, "file_ids": ["a"]})", R"({"version": 8.1e58, "file_ids": []})",
        R"({"version": 4294967377, "file_ids": []})", R"({"version": 81, "file_ids": [1e30]})",
        R"({"version": 81, "file_ids": [1.5]})", R"({"version": 81, "file_ids": [18446744073709551615]})"}) {
    expect_error(ErrorKind::kNetwork, "/get_files/search_files: not the answer of a Hydrus client",
                 [&] { parse_file_ids(text); });
  }
  expect_error(ErrorKind::kNetwork, "file 7: the client does not give its SHA-256", [] {
    parse_files(R"({"version": 81, "metadata": [{"file_id": 7, "hash": "../x", "size": 1, "mime": "image/png",
                    "tags": {}}]})",
                "ab");
  });
}

TEST(HydrusAnswers, AcceptsTheLargestNumbersThatFit) {
  const std::vector<std::int64_t> ids = {0, -1, std::numeric_limits<std::int64_t>::max()};
  EXPECT_EQ(parse_file_ids(R"({"version": 81, "file_ids": [0, -1, 9223372036854775807]})"), ids);
}

TEST(HydrusAnswers, ReadsRefusalsInJsonAndAsText) {
  EXPECT_EQ(parse_refusal(R"({"error": "no key\nat all", "status_code": 401})"), "no key");
  EXPECT_EQ(parse_refusal("\n Traceback\r\nmore"), "Traceback");
  EXPECT_EQ(parse_refusal(""), "");
  EXPECT_EQ(parse_refusal(std::string(5000, 'x')).size(), 300U);
}

TEST(HydrusAnswers, PicturesAreTheTypesThatJtpDecodes) {
  EXPECT_TRUE(is_picture("image/png"));
  EXPECT_TRUE(is_picture("image/apng"));
  EXPECT_FALSE(is_picture("video/webm"));
  EXPECT_FALSE(is_picture("image/svg+xml"));
}

}  // namespace
}  // namespace jtp
