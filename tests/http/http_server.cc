// SPDX-License-Identifier: Apache-2.0
#include "tests/http/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace jtp::test {
namespace {

constexpr std::size_t kMaxHead = 64 << 10;

// Waits in slices, so that stopping the server does not hang on a silent client.
bool readable(int fd, const std::atomic<bool>& stopping) {
  while (!stopping.load()) {
    pollfd wait{fd, POLLIN, 0};
    if (::poll(&wait, 1, 20) > 0) return true;
  }
  return false;
}

std::string read_head(int fd, const std::atomic<bool>& stopping) {
  std::string head;
  char chunk[4096];
  while (head.find("\r\n\r\n") == std::string::npos && head.size() < kMaxHead && readable(fd, stopping)) {
    const ssize_t n = ::recv(fd, chunk, sizeof chunk, 0);
    if (n <= 0) break;
    head.append(chunk, static_cast<std::size_t>(n));
  }
  return head;
}

// Reads the rest of a body; `body` arrived together with the head.
std::string read_body(int fd, std::string body, std::size_t size, const std::atomic<bool>& stopping) {
  char chunk[4096];
  while (body.size() < size && readable(fd, stopping)) {
    const ssize_t n = ::recv(fd, chunk, sizeof chunk, 0);
    if (n <= 0) break;
    body.append(chunk, static_cast<std::size_t>(n));
  }
  return body;
}

ServerRequest parse(const std::string& head) {
  std::istringstream lines(head);
  ServerRequest request;
  std::string line;
  lines >> request.method >> request.target;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.find(':') != std::string::npos) {
    const std::size_t colon = line.find(':');
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string value = line.substr(std::min(colon + 2, line.size()));
    while (!value.empty() && value.back() == '\r') value.pop_back();
    request.headers[name] = value;
  }
  return request;
}

void send_all(int fd, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t n = ::send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return;
    sent += static_cast<std::size_t>(n);
  }
}

std::string format_head(const ServerReply& reply) {
  std::ostringstream head;
  head << "HTTP/1.1 " << reply.status << " Status\r\nConnection: close\r\n";
  for (const auto& [name, value] : reply.headers) head << name << ": " << value << "\r\n";
  if (!reply.headers.contains("Content-Length")) head << "Content-Length: " << reply.body.size() << "\r\n";
  head << "\r\n";
  return head.str();
}

void send_body(int connection, const ServerReply& reply, const std::atomic<bool>& stopping) {
  const std::size_t size = reply.cut_after.value_or(reply.hold_after.value_or(reply.body.size()));
  send_all(connection, reply.body.substr(0, size));
  if (reply.hold_after) readable(connection, stopping);  // waits until the client closes the connection
}

}  // namespace

void forget_proxies() {
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
}

ServerReply plain_reply(int status, const std::string& body) {
  return {status, {}, body, std::nullopt, std::nullopt, {}};
}

HttpServer::HttpServer(const std::string& address, Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  ::inet_pton(AF_INET, address.c_str(), &name.sin_addr);
  socklen_t size = sizeof name;
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on " + address);
  }
  url_ = "http://" + address + ":" + std::to_string(ntohs(name.sin_port));
  acceptor_ = std::thread([this] { accept_connections(); });
}

HttpServer::~HttpServer() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  ::close(listener_);
}

std::vector<ServerRequest> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpServer::accept_connections() {
  while (readable(listener_, stopping_)) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) connections_.emplace_back([this, connection] { serve(connection); });
  }
}

void HttpServer::serve(int connection) {
  const std::string head = read_head(connection, stopping_);
  if (!head.empty()) {
    ServerRequest request = parse(head);
    const std::string size = request.header("content-length");
    if (!size.empty())
      request.body =
          read_body(connection, head.substr(head.find("\r\n\r\n") + 4), std::stoul(size), stopping_);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    const ServerReply reply = handler_(request);
    for (auto left = reply.delay; left.count() > 0 && !stopping_; left -= std::chrono::milliseconds(10)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    send_all(connection, format_head(reply));
    if (request.method != "HEAD") send_body(connection, reply, stopping_);
  }
  ::shutdown(connection, SHUT_RDWR);
  ::close(connection);
}

}  // namespace jtp::test
