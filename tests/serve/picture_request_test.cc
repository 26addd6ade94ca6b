// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/picture_request.h"

#include <gtest/gtest.h>

#include "tests/serve/client.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

WebRequest json_request(std::string body) {
  return {.method = "POST",
          .path = "/",
          .headers = {{"content-type", "application/json"}},
          .body = std::move(body)};
}

TagRequest parse_form(const std::vector<Field>& fields) {
  const auto request = std::make_shared<WebRequest>(WebRequest{
      .method = "POST", .path = "/", .headers = {{"content-type", kFormType}}, .body = format_form(fields)});
  return parse_tag_form(*request, request);
}

std::string_view bytes_of(const NamedPicture& picture) {
  return std::get<PictureBytes>(picture.content).bytes;
}

TEST(PictureRequest, ReadsPicturesAndFieldsOfAForm) {
  const TagRequest request = parse_form({{"picture", "a.png", "one"},
                                         {"threshold", "", "0.5"},
                                         {"picture", "b.png", "two"},
                                         {"limit", "", "7"},
                                         {"scores", "", "f16"},
                                         {"keep", "", "true"}});
  ASSERT_EQ(request.pictures.size(), 2u);
  EXPECT_EQ(request.pictures[0].name, "a.png");
  EXPECT_EQ(bytes_of(request.pictures[1]), "two");  // kept alive by the picture
  EXPECT_EQ(request.threshold, 0.5F);
  EXPECT_EQ(request.limit, 7);
  EXPECT_EQ(request.scores, ScoreVector::kF16);
  EXPECT_EQ(request.keep, Keep::kFeatures);
}

TEST(PictureRequest, ReadsPicturesAndFieldsOfJson) {
  const TagRequest request = parse_tag_json(json_request(
      R"({"pictures":[{"name":"a","data":"b25l"},{"url":"http://x/"},{"data":"!"}],"threshold":0.5,"limit":7,"scores":"f16","keep":true})"));
  ASSERT_EQ(request.pictures.size(), 3u);
  EXPECT_EQ(bytes_of(request.pictures[0]), "one");
  EXPECT_EQ(std::get<PictureUrl>(request.pictures[1].content).url, "http://x/");
  EXPECT_STREQ(std::get<Error>(request.pictures[2].content).what(), "the picture is not valid base64");
  EXPECT_EQ(request.threshold, 0.5F);
  EXPECT_EQ(request.limit, 7);
  EXPECT_EQ(request.scores, ScoreVector::kF16);
  EXPECT_EQ(request.keep, Keep::kFeatures);
}

TEST(PictureRequest, LeavesTheThresholdEmptyIfNoneIsGiven) {
  EXPECT_FALSE(parse_form({{"picture", "a.png", "one"}}).threshold);
  for (const char* field : {"", R"(,"threshold":null)"}) {
    const auto request =
        parse_tag_json(json_request(R"({"pictures":[{"data":"b25l"}])" + std::string(field) + "}"));
    EXPECT_FALSE(request.threshold) << field;
  }
}

TEST(PictureRequest, NamesStartAfterTheLastSlash) {
  EXPECT_EQ(plain_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(plain_name("C:\\pictures\\a.png"), "a.png");
  EXPECT_EQ(plain_name(std::string(2000, 'x')).size(), 1000u);
}

TEST(PictureRequest, RefusesInvalidFields) {
  const std::pair<const char*, const char*> fields[] = {
      {"threshold", "1.5"}, {"threshold", "x"}, {"limit", "-1"},    {"limit", "1.5"},
      {"scores", "f32"},    {"keep", "maybe"},  {"thresold", "0.5"}};
  for (const auto& [name, value] : fields) {
    EXPECT_THROW(parse_form({{"picture", "a", "x"}, {name, "", value}}), Error) << name << value;
  }
  for (const char* text :
       {R"({})", R"({"pictures":[]})", R"({"pictures":{}})", R"({"pictures":[1]})", R"({"pictures":[{}]})",
        R"({"pictures":[{"data":1}]})", R"({"pictures":[{"data":"","url":""}]})",
        R"({"pictures":[{"data":""}],"threshold":"high"})", R"({"pictures":[{"data":""}],"limit":1e99})",
        R"({"pictures":[{"data":""}],"keep":1})"}) {
    EXPECT_THROW(parse_tag_json(json_request(text)), Error) << text;
  }
  expect_error(ErrorKind::kInvalidInput, "no picture", [] { parse_form({{"limit", "", "1"}}); });
}

TEST(PictureRequest, RefusesTooManyPictures) {
  expect_error(ErrorKind::kUnsupported, "more than 64", [] {
    parse_form(std::vector<Field>(65, {"picture", "a", "x"}));
  });
}

}  // namespace
}  // namespace jtp::test
