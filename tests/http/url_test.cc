// SPDX-License-Identifier: Apache-2.0
#include "jtp/http/url.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"

namespace jtp {
namespace {

TEST(HttpUrl, AnOriginIsSchemeHostAndPort) {
  EXPECT_EQ(origin("https://Host.example/a?b"), origin("https://host.example:443/c"));
  EXPECT_NE(origin("https://host.example/"), origin("http://host.example/"));
  EXPECT_NE(origin("https://host.example/"), origin("https://host.example.evil/"));
  EXPECT_NE(origin("https://host.example/"), origin("https://host.example:444/"));
  EXPECT_NE(origin("https://host.example@evil/"), origin("https://host.example/"));
  EXPECT_THROW(origin("no url"), Error);
}

TEST(HttpUrl, TellsPathsFromHosts) {
  EXPECT_FALSE(names_a_host("/path"));
  EXPECT_FALSE(names_a_host("path?x=https://host"));
  EXPECT_TRUE(names_a_host("https://host/path"));
  EXPECT_TRUE(names_a_host("//host/path"));
}

TEST(HttpUrl, ResolvesRedirects) {
  EXPECT_EQ(redirect_target("https://a/x", "https://a/x/y", "/z"), "https://a/z");
  EXPECT_EQ(redirect_target("https://a/x", "https://a/x/y", "z"), "https://a/x/z");
  EXPECT_EQ(redirect_target("https://a/x", "https://a/x", "//b/z"), "https://b/z");
  EXPECT_EQ(redirect_target("http://a/x", "https://b/x", "http://c/z"), "http://c/z") << "it began without";
}

TEST(HttpUrl, RefusesToLeaveHttpsOrTheWeb) {
  EXPECT_THROW(redirect_target("https://a/x", "https://a/x", "http://a/x"), Error);
  EXPECT_THROW(redirect_target("http://a/x", "http://a/x", "file:///etc/hostname"), Error);
  EXPECT_THROW(redirect_target("http://a/x", "http://a/x", "ftp://a/x"), Error);
}

TEST(HttpUrl, MessagesDoNotShowSignedAddresses) {
  EXPECT_EQ(without_query("https://host/a?signature=secret"), "https://host/a");
  EXPECT_EQ(without_query("https://host/a"), "https://host/a");
}

}  // namespace
}  // namespace jtp
