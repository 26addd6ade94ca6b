// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/multipart.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "tests/serve/client.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

constexpr const char* kType = "multipart/form-data; boundary=B";

TEST(Multipart, GivesThePartsInTheirOrder) {
  const std::string body = format_form({{"picture", "a.png", "one"}, {"limit", "", "5"}, {"empty", "", ""}});
  const auto parts = parse_multipart(kFormType, body);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].name, "picture");
  EXPECT_EQ(parts[0].file_name, "a.png");
  EXPECT_EQ(parts[0].content, "one");
  EXPECT_EQ(parts[1].content, "5");
  EXPECT_EQ(parts[2].content, "");
}

TEST(Multipart, ContentMayHoldLineEndsDashesAndNearlyTheBoundary) {
  const std::string content = "\r\n--\r\n------limi\r\n\r\n--";
  const std::string body = format_form({{"picture", "a", content}});
  const auto parts = parse_multipart(kFormType, body);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].content, content);
}

TEST(Multipart, IgnoresTextBeforeAndAfterTheForm) {
  const auto parts = parse_multipart(
      kType, "before\r\n--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--\r\nbehind");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].content, "x");
}

TEST(Multipart, ReadsHeadersInAnyCaseAndOrder) {
  const auto parts = parse_multipart(
      R"(Multipart/Form-Data; charset=utf-8; BOUNDARY="B")",
      "--B\r\nContent-Type: image/png\r\ncontent-disposition: form-data; filename=\"a\\\"b;c.png\"; "
      "Name=\"picture\"\r\n\r\nx\r\n--B--");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].name, "picture");
  EXPECT_EQ(parts[0].file_name, "a\"b;c.png");
}

TEST(Multipart, RefusesMalformedForms) {
  const std::pair<const char*, const char*> bodies[] = {
      {"", "does not occur in the body"},
      {"--C\r\n", "does not occur in the body"},
      {"--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "part 1 of the form is incomplete"},
      {"--B", "part 1 of the form is incomplete"},
      {"--B\r\n\r\nx\r\n--B--", "needs a header"},
      {"--B\r\nContent-Disposition: form-data; name=a\r\nx\r\n--B--", "needs a header"},
      {"--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--", "no Content-Disposition"},
      {"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", "has no name"},
      {"--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--B--", "has no name"},
  };
  for (const auto& [body, message] : bodies) {
    expect_error(ErrorKind::kInvalidInput, message, [&] { parse_multipart(kType, body); });
  }
  for (const std::string& type :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        "multipart/form-data; boundary=" + std::string(71, 'x')}) {
    expect_error(ErrorKind::kInvalidInput, "needs a boundary", [&] { parse_multipart(type, "--B--"); });
  }
}

TEST(Multipart, RefusesHugeHeadersAndTooManyParts) {
  const std::string huge =
      "--B\r\nContent-Disposition: form-data; name=" + std::string(5000, 'x') + "\r\n\r\nx\r\n--B--";
  expect_error(ErrorKind::kInvalidInput, "4096", [&] { parse_multipart(kType, huge); });
  const std::vector<Field> fields(kMaxFormParts + 1, Field{"a", "", "x"});
  expect_error(ErrorKind::kUnsupported, "256", [&] { parse_multipart(kFormType, format_form(fields)); });
}

}  // namespace
}  // namespace jtp::test
