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
  std::string host = "127.0.0.1";                     // an address, or a name that resolves to one
  int port = 7860;                                    // 0: any free port
  std::size_t max_body = std::size_t{32} << 20;       // bytes of one request
  std::size_t max_buffered = std::size_t{512} << 20;  // bytes of all requests received and not yet answered
  int max_connections = 800;  // beyond it, the connection that has been idle longest is closed
  std::chrono::milliseconds head_timeout{15'000};  // from the connection or last answer to a complete header
  std::chrono::milliseconds body_timeout{15'000};  // plus one second per 64 KiB; the same for an answer
};

// Callbacks to the server's owner. They all run in the server's thread, so they must be fast and not throw.
struct HttpServerCallbacks {
  // Called when only the header of a request has arrived. A response refuses it before its body is read.
  std::function<std::optional<WebResponse>(const WebRequest& head)> admit;
  std::function<void(const std::shared_ptr<Exchange>&)> handle;
  // Called after each answer, with its duration. `request` has no body; it is empty if the request could not
  // be parsed.
  std::function<void(const WebRequest& request, int status, double seconds)> answered;
  // Makes the answer to a request that violates HTTP or a limit: 400, 408, 413, 431, 503.
  std::function<WebResponse(int status)> refuse;
  // Adds the headers of every answer.
  std::function<void(const WebRequest& request, WebResponse& response)> decorate;
};

// HTTP/1.1 on one address. One thread waits for all connections at once, so that idle ones cost only memory.
// Keeps connections open between requests, notices clients that disconnect and cuts off slow ones.
class HttpServer {
 public:
  // Starts to listen; nothing is read before start(). Throws Error kIo if the port is taken or the address
  // does not belong to this machine; kUsage if the host is unknown.
  HttpServer(const HttpServerOptions& options, HttpServerCallbacks callbacks);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();

  // Accepts no further connections, waits up to `patience` until the received requests are answered, and then
  // closes every connection.
  void drain(std::chrono::milliseconds patience);

  int port() const;
  std::string url() const;  // "http://127.0.0.1:7860"
  int connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
