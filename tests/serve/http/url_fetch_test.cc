// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/url_fetch.h"

#include <gtest/gtest.h>

#include "tests/http/http_server.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

ServerReply with_body(std::string body) {
  ServerReply reply;
  reply.body = std::move(body);
  return reply;
}

ServerReply redirect(const std::string& location) {
  ServerReply reply;
  reply.status = 302;
  reply.headers["Location"] = location;
  return reply;
}

// An image host with good and bad manners.
ServerReply answer(const ServerRequest& request) {
  if (request.target == "/a.png") return with_body("picture");
  if (request.target == "/huge") return with_body(std::string(2000, 'x'));
  if (request.target == "/hop") return redirect("/a.png");
  if (request.target == "/loop") return redirect("/loop");
  if (request.target == "/away") return redirect("http://169.254.169.254/");
  if (request.target == "/file") return redirect("file:///etc/passwd");
  ServerReply reply = with_body("picture");
  if (request.target == "/slow") {
    reply.delay = std::chrono::milliseconds(3000);
  } else {
    reply.status = 404;
  }
  return reply;
}

class UrlFetch : public ::testing::Test {
 protected:
  std::string authority() const { return server_.url().substr(std::string("http://").size()); }

  // For a test the loopback address counts as public.
  UrlFetchOptions options() const {
    return {.hosts = {authority()},
            .max_bytes = 1000,
            .timeout = std::chrono::seconds(1),
            .may_connect = [](const sockaddr&) { return true; }};
  }

  void expect_refused(const std::string& url, const UrlFetchOptions& options) {
    expect_error(ErrorKind::kNetwork, "the picture's address", [&] { fetch_url(url, options); });
  }

  HttpServer server_{"127.0.0.1", answer};
};

TEST_F(UrlFetch, GivesTheContentOfAListedHost) {
  EXPECT_EQ(fetch_url(server_.url() + "/a.png", options()), "picture");
  EXPECT_EQ(fetch_url(server_.url() + "/hop", options()), "picture");
}

TEST_F(UrlFetch, RefusesHostsThatAreNotListed) {
  auto other = options();
  other.hosts = {"127.0.0.1", "example.net"};
  expect_refused(server_.url() + "/a.png", other);  // the port counts
  other.hosts.clear();
  expect_refused(server_.url() + "/a.png", other);
  expect_refused("http://" + authority() + ".evil.test/a.png", options());
  expect_refused("http://user:word@" + authority() + "/a.png", options());
  for (const char* url : {"", "a.png", "file:///etc/passwd", "ftp://example.net/", "gopher://127.0.0.1/",
                          "http://", "http:///a"}) {
    expect_refused(url, options());
  }
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(UrlFetch, ConnectsOnlyToPublicAddresses) {
  auto real = options();
  real.may_connect = is_public_address;
  expect_refused(server_.url() + "/a.png", real);
  real.hosts.push_back("localhost:" + authority().substr(authority().find(':') + 1));
  expect_refused("http://" + real.hosts.back() + "/a.png", real);  // a name that leads to a private address
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(UrlFetch, ChecksEveryRedirectLikeTheFirstAddress) {
  for (const char* path : {"/away", "/file", "/loop"}) expect_refused(server_.url() + path, options());
}

TEST_F(UrlFetch, RefusesLargeSlowAndMissingFiles) {
  for (const char* path : {"/huge", "/slow", "/missing"}) expect_refused(server_.url() + path, options());
}

}  // namespace
}  // namespace jtp::test
