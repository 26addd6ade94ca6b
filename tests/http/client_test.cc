// SPDX-License-Identifier: Apache-2.0
#include "jtp/http/client.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "jtp/base/error.h"
#include "tests/http/http_server.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {
using test::HttpServer;
using test::plain_reply;
using test::ServerReply;
using test::ServerRequest;

ServerReply redirect(const std::string& location) {
  ServerReply reply = plain_reply(302);
  reply.headers["Location"] = location;
  return reply;
}

// Sets an environment variable for its lifetime.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~ScopedVariable() { ::unsetenv(name_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* name_;
};

class Http : public ::testing::Test {
 protected:
  Http() { test::forget_proxies(); }
  HttpResponse get(const std::string& url) {
    return send({HttpMethod::kGet, url, token_, 0, HttpRedirects::kAll});
  }
  HttpResponse send(const HttpRequest& request) {
    return client_.send(request, [this](const HttpResponse&, std::span<const std::byte> bytes) {
      for (const std::byte b : bytes) body_ += static_cast<char>(b);
    });
  }

  std::string token_;
  std::string body_;
  std::atomic<bool> cancelled_{false};
  HttpClient client_{{}, cancelled_};
};

TEST_F(Http, PassesTheBodyOf200ToTheSinkAndKeepsTheHeaders) {
  const HttpServer server("127.0.0.1", [](const ServerRequest&) {
    ServerReply reply = plain_reply(200, "hello");
    reply.headers["ETag"] = "  \"abc\" ";
    return reply;
  });
  const HttpResponse response = get(server.url() + "/a");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("etag"), "\"abc\"");
  EXPECT_EQ(response.header("x-repo-commit"), "");
  EXPECT_EQ(body_, "hello");
}

TEST_F(Http, KeepsErrorPagesAwayFromTheSink) {
  const HttpServer server("127.0.0.1",
                          [](const ServerRequest&) { return plain_reply(500, std::string(1 << 20, 'x')); });
  const HttpResponse response = get(server.url());
  EXPECT_EQ(response.outcome, HttpOutcome::kAnswered);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(body_, "");
}

TEST_F(Http, PostsABodyAndCustomHeaders) {
  const HttpServer server("127.0.0.1", [](const ServerRequest& request) {
    return plain_reply(200, request.method + " " + request.header("content-type") + " " + request.body);
  });
  HttpRequest post{HttpMethod::kPost, server.url(), "", 0, HttpRedirects::kNone};
  post.headers = {{"X-Key", "secret"}};
  post.body = {"application/json", std::string(100'000, 'x')};
  EXPECT_EQ(send(post).status, 200);
  EXPECT_EQ(body_, "POST application/json " + post.body.bytes);
  EXPECT_EQ(server.requests().at(0).header("x-key"), "secret");
  post.headers = {{"X-Key", "two\r\nlines"}};
  test::expect_error(ErrorKind::kUsage, "X-Key: contains a control character", [&] { send(post); });
}

TEST_F(Http, SendsCustomHeadersOnlyToTheSameOrigin) {
  const HttpServer other("127.0.0.2", [](const ServerRequest&) { return plain_reply(200, "end"); });
  const HttpServer server("127.0.0.1",
                          [&](const ServerRequest&) { return redirect(other.url() + "/elsewhere"); });
  HttpRequest request{HttpMethod::kGet, server.url(), "", 0, HttpRedirects::kAll};
  request.headers = {{"X-Key", "secret"}};
  EXPECT_EQ(send(request).status, 200);
  EXPECT_EQ(other.requests().at(0).header("x-key"), "");
  request.redirects = HttpRedirects::kNone;
  EXPECT_EQ(send(request).status, 302);
  EXPECT_EQ(other.requests().size(), 1U);
}

TEST_F(Http, KeepsTheBeginningOfAnErrorPage) {
  const HttpServer server("127.0.0.1", [](const ServerRequest&) {
    return plain_reply(403, "no such key" + std::string(100'000, '.'));
  });
  const HttpResponse response = get(server.url());
  EXPECT_EQ(response.status, 403);
  EXPECT_TRUE(response.explanation.starts_with("no such key"));
  EXPECT_EQ(response.explanation.size(), 4096U);
}

TEST_F(Http, BypassesTheProxyIfAskedTo) {
  const HttpServer proxy("127.0.0.2", [](const ServerRequest&) { return plain_reply(200, "proxy"); });
  const HttpServer server("127.0.0.1", [](const ServerRequest&) { return plain_reply(200, "server"); });
  const ScopedVariable variable("http_proxy", proxy.url());
  get(server.url());
  EXPECT_EQ(body_, "proxy");
  HttpSettings direct;
  direct.proxies = HttpProxies::kNone;
  HttpClient client(direct, cancelled_);
  EXPECT_EQ(client.send({HttpMethod::kGet, server.url(), "", 0, HttpRedirects::kAll}).status, 200);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Http, SendsTheTokenOnlyToTheSameOrigin) {
  token_ = "secret";
  const HttpServer other("127.0.0.2", [](const ServerRequest&) { return plain_reply(200, "end"); });
  const HttpServer server("127.0.0.1", [&](const ServerRequest& request) {
    return redirect(request.target == "/a" ? "/b" : other.url() + "/c");
  });
  EXPECT_EQ(get(server.url() + "/a").status, 200);
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(server.requests()[1].target, "/b");
  EXPECT_EQ(server.requests()[1].header("authorization"), "Bearer secret");
  ASSERT_EQ(other.requests().size(), 1U);
  EXPECT_EQ(other.requests()[0].header("authorization"), "");
}

TEST_F(Http, AnotherPortOfTheSameHostIsAnotherOrigin) {
  token_ = "secret";
  const HttpServer other("127.0.0.1", [](const ServerRequest&) { return plain_reply(200); });
  const HttpServer server("127.0.0.1", [&](const ServerRequest&) { return redirect(other.url()); });
  get(server.url());
  ASSERT_EQ(other.requests().size(), 1U);
  EXPECT_EQ(other.requests()[0].header("authorization"), "");
}

TEST_F(Http, FollowsOnlyRelativeRedirectsIfAskedTo) {
  const HttpServer server("127.0.0.1", [](const ServerRequest& request) {
    return redirect(request.target == "/a" ? "/b" : "//127.0.0.2/c");
  });
  const HttpResponse response =
      send({HttpMethod::kHead, server.url() + "/a", "", 0, HttpRedirects::kRelative});
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(response.header("location"), "//127.0.0.2/c");
}

TEST_F(Http, GivesUpOnARedirectLoop) {
  const HttpServer server("127.0.0.1", [](const ServerRequest&) { return redirect("/again"); });
  EXPECT_THROW(get(server.url()), Error);
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(Http, FollowsNoRedirectIntoTheFileSystem) {
  const HttpServer server("127.0.0.1", [](const ServerRequest&) { return redirect("file:///etc/passwd"); });
  try {
    get(server.url());
    FAIL() << "no error, body " << body_;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  }
}

TEST_F(Http, RefusesATokenThatWouldAddAHeader) {
  token_ = "secret\r\nX-Evil: 1";
  EXPECT_THROW(get("http://127.0.0.1:9/"), Error);
}

TEST_F(Http, TellsUnreachableFromBroken) {
  EXPECT_EQ(get("http://127.0.0.1:9/").outcome, HttpOutcome::kUnreachable);
  const HttpServer server("127.0.0.1", [](const ServerRequest&) {
    ServerReply reply = plain_reply(200, "hello");
    reply.cut_after = 2;
    return reply;
  });
  const HttpResponse response = get(server.url());
  EXPECT_EQ(response.outcome, HttpOutcome::kBroken);
  EXPECT_NE(response.failure, "");
}

TEST_F(Http, PassesOnAnExceptionOfTheSink) {
  const HttpServer server("127.0.0.1", [](const ServerRequest&) { return plain_reply(200, "hello"); });
  const auto sink = [](const HttpResponse&, std::span<const std::byte>) {
    fail(ErrorKind::kIo, "disk full");
  };
  try {
    client_.send({HttpMethod::kGet, server.url(), "", 0, HttpRedirects::kAll}, sink);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "disk full");
  }
}

TEST_F(Http, UsesAProxyExceptForNoProxyHosts) {
  const HttpServer proxy("127.0.0.1", [](const ServerRequest&) { return plain_reply(200, "by proxy"); });
  const ScopedVariable variable("http_proxy", proxy.url());
  EXPECT_EQ(get("http://hub.invalid/a").status, 200);
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests()[0].target, "http://hub.invalid/a");
  const ScopedVariable exception("NO_PROXY", "hub.invalid");
  EXPECT_EQ(get("http://hub.invalid/a").outcome, HttpOutcome::kUnreachable);
  EXPECT_EQ(proxy.requests().size(), 1U);
}

}  // namespace
}  // namespace jtp
