// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

struct HttpServerOptions {
  std::string host = "127.0.0.1";                     // an address, or a name that has one
  int port = 7860;                                    // 0: any that is free
  std::size_t max_body = std::size_t{32} << 20;       // bytes of one request
  std::size_t max_buffered = std::size_t{512} << 20;  // bytes of all requests, received and not yet answered
  int max_connections = 800;  // the one that waits longest for its client makes room for another one
  std::chrono::milliseconds head_timeout{15'000};  // from the connection, or the last answer, to a whole head
  std::chrono::milliseconds body_timeout{15'000};  // and a second for each 64 KiB; the same for an answer
};

// What the server asks and tells its owner; all in its own thread, so none may take long or throw.
struct HttpServerCallbacks {
  // A request of which only the head is there. An answer refuses it before its body is read.
  std::function<std::optional<WebResponse>(const WebRequest& head)> admit;
  std::function<void(const std::shared_ptr<Exchange>&)> handle;
  // A request was answered in so many seconds; `request` has no body, and nothing but a status where the
  // request could not be read.
  std::function<void(const WebRequest& request, int status, double seconds)> answered;
  // The answer to a request that HTTP itself or a limit forbids: 400, 408, 413, 431, 503.
  std::function<WebResponse(int status)> refuse;
  // Adds the headers that every answer has.
  std::function<void(const WebRequest& request, WebResponse& response)> decorate;
};

// HTTP/1.1 on one address: one thread, which waits for all connections at once, so that idle ones cost
// memory only. Keeps connections open between requests, notices clients that hang up, cuts off those that
// are slow.
class HttpServer {
 public:
  // Listens from here on; nothing is read before start(). Throws Error kIo: the port is taken, the address
  // is none of this machine's; kUsage: no such host.
  HttpServer(const HttpServerOptions& options, HttpServerCallbacks callbacks);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();

  // Takes no further connection, lets the requests that have arrived be answered, and returns when they are
  // or after `patience`; then every connection is closed.
  void drain(std::chrono::milliseconds patience);

  int port() const;
  std::string url() const;  // "http://127.0.0.1:7860"
  int connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
