// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/router.h"

#include <gtest/gtest.h>

namespace jtp::test {
namespace {

Router make_router() {
  Router router;
  for (const auto& [method, pattern] :
       {std::pair("GET", "/"), {"GET", "/a"}, {"POST", "/a"}, {"GET", "/a/{x}"}, {"POST", "/a/{x}/b/{y}"}}) {
    router.add({.method = method, .pattern = pattern, .handle = {}});
  }
  return router;
}

std::string found(const std::string& method, std::string_view path) {
  const Router router = make_router();
  const RouteMatch match = router.find(method, path);
  return match.route == nullptr ? "" : match.route->method + " " + match.route->pattern;
}

TEST(Router, FindsTheRouteOfAMethodAndAPath) {
  EXPECT_EQ(found("GET", "/"), "GET /");
  EXPECT_EQ(found("GET", "/a"), "GET /a");
  EXPECT_EQ(found("POST", "/a"), "POST /a");
  EXPECT_EQ(found("HEAD", "/a"), "GET /a");
  for (const char* path : {"", "/b", "/a/", "//a", "/a//", "/A", "/a/x/b", "/a/x/b/", "/a/x/b/y/z"}) {
    EXPECT_EQ(found("GET", path), "") << path;
  }
}

TEST(Router, GivesTheValuesOfPlaceholders) {
  const RouteMatch match = make_router().find("POST", "/a/one/b/{two}");
  EXPECT_EQ(match.fields, (std::map<std::string, std::string>{{"x", "one"}, {"y", "{two}"}}));
}

TEST(Router, ListsTheMethodsOfAPath) {
  EXPECT_EQ(make_router().find("PUT", "/a").allowed, "GET, HEAD, POST");
  EXPECT_EQ(make_router().find("DELETE", "/a/x/b/y").allowed, "POST");
  EXPECT_EQ(make_router().find("GET", "/nothing").allowed, "");
}

TEST(Router, AcceptsBodiesByType) {
  EXPECT_TRUE(takes_body(BodyType::kJson, "application/json; charset=utf-8"));
  EXPECT_FALSE(takes_body(BodyType::kJson, "text/plain"));
  EXPECT_FALSE(takes_body(BodyType::kJson, ""));
  EXPECT_TRUE(takes_body(BodyType::kForm, "multipart/form-data; boundary=x"));
  EXPECT_FALSE(takes_body(BodyType::kForm, "application/x-www-form-urlencoded"));
  EXPECT_TRUE(takes_body(BodyType::kFormOrJson, "application/json"));
  EXPECT_TRUE(takes_body(BodyType::kAny, ""));
}

}  // namespace
}  // namespace jtp::test
