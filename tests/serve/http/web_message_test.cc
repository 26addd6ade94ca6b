// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/web_message.h"

#include <gtest/gtest.h>

namespace jtp::test {
namespace {

TEST(WebMessage, SplitsATarget) {
  WebRequest request;
  ASSERT_TRUE(set_target(request, "/a%20b/c+d?x=1&y=a+b%26c&x=2&z"));
  EXPECT_EQ(request.path, "/a b/c+d");
  EXPECT_EQ(request.query, (std::map<std::string, std::string>{{"x", "2"}, {"y", "a b&c"}, {"z", ""}}));
}

TEST(WebMessage, RefusesTargetsThatAreNotPaths) {
  for (const char* target : {"", "a", "http://x/", "*", "/%", "/%4", "/%zz", "/%00", "/a\tb", "/?a=%0a"}) {
    WebRequest request;
    EXPECT_FALSE(set_target(request, target)) << target;
  }
}

TEST(WebMessage, MediaTypesAreComparedInLowerCaseWithoutParameters) {
  EXPECT_EQ(media_type("Application/JSON ; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type(""), "");
}

TEST(WebMessage, FindsParametersPlainAndQuoted) {
  EXPECT_EQ(header_parameter("form-data; name=a; filename=\"x;y\"", "filename"), "x;y");
  EXPECT_EQ(header_parameter("form-data; flag; name=a", "name"), "a");
  EXPECT_EQ(header_parameter("form-data; NAME = a ;b=c", "name"), "a");
  EXPECT_EQ(header_parameter("form-data; name=\"open", "name"), "open");
  EXPECT_EQ(header_parameter("form-data", "name"), std::nullopt);
  EXPECT_EQ(header_parameter("name=a", "name"), std::nullopt);
}

}  // namespace
}  // namespace jtp::test
