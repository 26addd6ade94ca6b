// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace jtp::test {

struct ServerRequest {
  std::string method;
  std::string target;                          // as on the wire
  std::map<std::string, std::string> headers;  // lower-case names
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

struct ServerReply {
  int status = 200;
  std::map<std::string, std::string> headers;  // Content-Length is added if it is missing
  std::string body;
  std::optional<std::size_t> cut_after;   // send only this many bytes of the body, then close the connection
  std::optional<std::size_t> hold_after;  // send only this many bytes, then nothing until the client
                                          // disconnects
  std::chrono::milliseconds delay{0};     // before the first byte
};

// An answer with this body and no headers.
ServerReply plain_reply(int status, const std::string& body = "");

// A real HTTP/1.1 server on a free port of a loopback address, with one thread and one answer per connection.
class HttpServer {
 public:
  using Handler = std::function<ServerReply(const ServerRequest&)>;  // called from many threads

  HttpServer(const std::string& address, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url() const { return url_; }
  std::vector<ServerRequest> requests() const;

 private:
  void accept_connections();
  void serve(int connection);

  Handler handler_;
  std::string url_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<ServerRequest> requests_;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

// Removes the machine's proxy settings from this process's environment, so that local servers are reached
// directly.
void forget_proxies();

}  // namespace jtp::test
