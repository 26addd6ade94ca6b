// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/http_server.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/serve/client.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

using namespace std::chrono_literals;

// A server whose answers say what it was asked; requests for /later wait to be answered by the test.
class Echo {
 public:
  explicit Echo(HttpServerOptions options = {}) : server_(on_free_port(options), callbacks()) {
    server_.start();
  }

  int port() const { return server_.port(); }
  HttpServer& server() { return server_; }

  // The oldest request for /later that nobody took, which comes within ten seconds.
  std::shared_ptr<Exchange> take_later() {
    for (int i = 0; i < 2000; ++i) {
      {
        const std::lock_guard lock(mutex_);
        if (!later_.empty()) {
          auto exchange = later_.front();
          later_.pop_front();
          return exchange;
        }
      }
      std::this_thread::sleep_for(5ms);
    }
    return nullptr;
  }

 private:
  static HttpServerOptions on_free_port(HttpServerOptions options) {
    options.port = 0;
    return options;
  }

  HttpServerCallbacks callbacks() {
    return {
        .admit = [](const WebRequest& head) -> std::optional<WebResponse> {
          if (head.path == "/forbidden") return WebResponse{.status = 403, .headers = {}, .body = "no"};
          return std::nullopt;
        },
        .handle = [this](const std::shared_ptr<Exchange>& exchange) { handle(exchange); },
        .answered = [](const WebRequest&, int, double) {},
        .refuse = [](int status) { return WebResponse{.status = status, .headers = {}, .body = "refused"}; },
        .decorate = [](const WebRequest&, WebResponse&) {}};
  }

  void handle(const std::shared_ptr<Exchange>& exchange) {
    const WebRequest& request = exchange->request();
    if (request.path == "/later") {
      const std::lock_guard lock(mutex_);
      later_.push_back(exchange);
    } else if (request.path != "/never") {
      exchange->respond({.status = 200,
                         .headers = {},
                         .body = fmt::format("{} {} {}", request.method, request.path, request.body)});
    }
  }

  std::mutex mutex_;
  std::deque<std::shared_ptr<Exchange>> later_;
  HttpServer server_;
};

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
  Echo echo;
  Client client(echo.port());
  for (const char* path : {"/a", "/b", "/c"}) {
    client.send(format_request(echo.port(), "POST", path, {}, "body"));
    EXPECT_EQ(client.read_answer().body, fmt::format("POST {} body", path));
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
  Echo echo;
  Client client(echo.port());
  client.send(format_request(echo.port(), "GET", "/1") + format_request(echo.port(), "GET", "/2"));
  EXPECT_EQ(client.read_answer().body, "GET /1 ");
  EXPECT_EQ(client.read_answer().body, "GET /2 ");
}

TEST(HttpServer, AnswersHeadWithoutABody) {
  Echo echo;
  Client client(echo.port());
  client.send(format_request(echo.port(), "HEAD", "/a"));
  const Answer answer = client.read_answer("HEAD");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-length"), "8");
  client.send(format_request(echo.port(), "GET", "/b"));
  EXPECT_EQ(client.read_answer().body, "GET /b ");
}

TEST(HttpServer, ReadsChunkedBodies) {
  Echo echo;
  const Answer answer =
      post(echo.port(), "/a", {{"Transfer-Encoding", "chunked"}}, "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
  EXPECT_EQ(answer.body, "POST /a onetwo");
}

TEST(HttpServer, AnswersExpectContinue) {
  Echo echo;
  Client client(echo.port());
  client.send(
      format_request(echo.port(), "POST", "/a", {{"Expect", "100-continue"}, {"Content-Length", "4"}}));
  std::this_thread::sleep_for(20ms);
  client.send("body");
  EXPECT_EQ(client.read_answer().body, "POST /a body");
}

TEST(HttpServer, RefusesBeforeTheBodyIsSent) {
  Echo echo;
  Client client(echo.port());
  client.send(format_request(echo.port(), "POST", "/forbidden", {{"Content-Length", "1000000"}}));
  EXPECT_EQ(client.read_answer().status, 403);
}

TEST(HttpServer, RefusesBodiesBeyondTheLimitWithAnyFraming) {
  Echo echo({.max_body = 1000});
  EXPECT_EQ(post(echo.port(), "/a", {}, std::string(1000, 'x')).status, 200);
  EXPECT_EQ(post(echo.port(), "/a", {}, std::string(1001, 'x')).status, 413);
  EXPECT_EQ(post(echo.port(), "/a", {{"Content-Length", "9999999999999"}}, "x").status, 413);
  const std::string chunk = "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n";
  EXPECT_EQ(post(echo.port(), "/a", {{"Transfer-Encoding", "chunked"}}, chunk).status, 413);
}

TEST(HttpServer, LimitsTheTotalSizeOfBodies) {
  Echo echo({.max_body = 1000, .max_buffered = 1500});
  Client first(echo.port());
  first.send(format_request(echo.port(), "POST", "/later", {}, std::string(1000, 'x')));
  const auto exchange = echo.take_later();
  ASSERT_NE(exchange, nullptr);
  EXPECT_EQ(post(echo.port(), "/a", {}, std::string(1000, 'x')).status, 503);
  EXPECT_EQ(post(echo.port(), "/a", {}, std::string(400, 'x')).status, 200);
  exchange->respond({});
}

TEST(HttpServer, RefusesLargeHeaders) {
  Echo echo;
  EXPECT_EQ(get(echo.port(), "/a", {{"X", std::string(20'000, 'x')}}).status, 431);
  EXPECT_EQ(get(echo.port(), "/" + std::string(20'000, 'x')).status, 431);
}

TEST(HttpServer, RefusesMalformedRequests) {
  Echo echo;
  for (const char* bytes :
       {"HELLO\r\n\r\n", "GET /a\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"}) {
    Client client(echo.port());
    client.send(bytes);
    EXPECT_EQ(client.read_answer().status, 400) << bytes;
    EXPECT_TRUE(client.is_closed_within(10'000)) << bytes;
  }
}

TEST(HttpServer, CutsOffSlowClients) {
  Echo echo({.head_timeout = 100ms, .body_timeout = 100ms});
  Client silent(echo.port());
  Client slow_head(echo.port());
  slow_head.send("GET /a HT");
  Client slow_body(echo.port());
  slow_body.send(format_request(echo.port(), "POST", "/a", {{"Content-Length", "10"}}, "half"));
  EXPECT_EQ(slow_head.read_answer().status, 408);
  EXPECT_EQ(slow_body.read_answer().status, 408);
  EXPECT_TRUE(silent.is_closed_within(10'000));
}

TEST(HttpServer, ServesOthersWhileFiveHundredConnectionsTrickle) {
  Echo echo;
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 500; ++i) {
    slow.push_back(std::make_unique<Client>(echo.port()));
    slow.back()->send("POST /a HTTP/1.1\r\nX-");
  }
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get(echo.port(), "/a").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(HttpServer, MakesRoomByClosingTheLongestIdleConnection) {
  Echo echo({.max_connections = 3});
  Client oldest(echo.port());
  Client second(echo.port());
  second.send(format_request(echo.port(), "GET", "/later"));
  const auto working = echo.take_later();
  Client third(echo.port());
  EXPECT_EQ(get(echo.port(), "/a").status, 200);
  EXPECT_TRUE(oldest.is_closed_within(10'000));
  working->respond({.status = 200, .headers = {}, .body = "done"});
  EXPECT_EQ(second.read_answer().body, "done");
}

TEST(HttpServer, NoticesADisconnectedClient) {
  Echo echo;
  Client client(echo.port());
  client.send(format_request(echo.port(), "GET", "/later"));
  const auto exchange = echo.take_later();
  ASSERT_NE(exchange, nullptr);
  EXPECT_FALSE(exchange->gone());
  client.close();
  for (int i = 0; i < 2000 && !exchange->gone(); ++i) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(exchange->gone());
  exchange->respond({});  // into the void
}

TEST(HttpServer, DoesNotMistakeTheNextRequestForADisconnect) {
  Echo echo;
  Client client(echo.port());
  for (int i = 0; i < 50; ++i) {
    client.send(format_request(echo.port(), "GET", i % 2 == 0 ? "/later" : "/a"));
    if (i % 2 == 0) {
      const auto exchange = echo.take_later();
      ASSERT_NE(exchange, nullptr);
      EXPECT_FALSE(exchange->gone());
      exchange->respond({.status = 200, .headers = {}, .body = "later"});
    }
    ASSERT_EQ(client.read_answer().status, 200) << i;
  }
}

TEST(HttpServer, StreamsPiecesAsTheyCome) {
  Echo echo;
  Client client(echo.port());
  client.send(format_request(echo.port(), "GET", "/later"));
  const auto exchange = echo.take_later();
  exchange->open_stream({.status = 200, .headers = {{"Content-Type", "text/event-stream"}}, .body = {}});
  exchange->send_piece("one");
  exchange->send_piece(" two");
  exchange->close_stream();
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
  EXPECT_EQ(answer.body, "one two");
  client.send(format_request(echo.port(), "GET", "/a"));
  EXPECT_EQ(client.read_answer().status, 200);
}

TEST(HttpServer, StreamsToOldClientsUntilTheConnectionEnds) {
  Echo echo;
  Client client(echo.port());
  client.send("GET /later HTTP/1.0\r\n\r\n");
  const auto exchange = echo.take_later();
  exchange->open_stream({});
  exchange->send_piece("one");
  exchange->close_stream();
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.headers.contains("transfer-encoding"));
  EXPECT_EQ(answer.headers.at("connection"), "close");
}

TEST(HttpServer, AnswersAForgottenExchange) {
  Echo echo;
  EXPECT_EQ(get(echo.port(), "/never").status, 500);
}

TEST(HttpServer, DrainAnswersReceivedRequestsAndAcceptsNoMore) {
  Echo echo;
  Client idle(echo.port());
  Client working(echo.port());
  working.send(format_request(echo.port(), "GET", "/later"));
  const auto exchange = echo.take_later();
  auto drained = std::async(std::launch::async, [&] { echo.server().drain(10s); });
  std::this_thread::sleep_for(50ms);
  EXPECT_THROW(Client(echo.port()), std::runtime_error);
  exchange->respond({.status = 200, .headers = {}, .body = "done"});
  const Answer answer = working.read_answer();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  working.close();
  EXPECT_TRUE(idle.is_closed_within(10'000));
  idle.close();
  drained.get();
}

TEST(HttpServer, DrainEndsAfterItsPatience) {
  Echo echo;
  Client working(echo.port());
  working.send(format_request(echo.port(), "GET", "/later"));
  const auto exchange = echo.take_later();
  echo.server().drain(50ms);
  EXPECT_EQ(working.read_answer().status, 0);
  exchange->respond({});
}

TEST(HttpServer, ReportsATakenPort) {
  Echo echo;
  expect_error(ErrorKind::kIo, fmt::format("port {} of 127.0.0.1 is taken", echo.port()),
               [&] { const HttpServer second({.port = echo.port()}, {}); });
  expect_error(ErrorKind::kUsage, "no-such-host.invalid",
               [] { const HttpServer server({.host = "no-such-host.invalid"}, {}); });
}

}  // namespace
}  // namespace jtp::test
