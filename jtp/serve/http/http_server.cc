// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/http_server.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/serve/http/http_session.h"

namespace jtp {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;
using ErrorCode = boost::system::error_code;

tcp::endpoint endpoint_of(asio::io_context& io, const HttpServerOptions& options) {
  tcp::resolver resolver(io);
  ErrorCode error;
  const auto found =
      resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
  if (error || found.empty()) fail(ErrorKind::kUsage, "{} is no address of this machine", options.host);
  return found.begin()->endpoint();
}

tcp::acceptor listen(asio::io_context& io, const HttpServerOptions& options) {
  const tcp::endpoint endpoint = endpoint_of(io, options);
  tcp::acceptor acceptor(io);
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    fail(ErrorKind::kIo, "port {} of {} is taken by another program", options.port, options.host);
  }
  if (error)
    fail(ErrorKind::kIo, "cannot listen on {} port {}: {}", options.host, options.port, error.message());
  acceptor.non_blocking(true);
  return acceptor;
}

}  // namespace

struct HttpServer::State {
  State(const HttpServerOptions& options, HttpServerCallbacks callbacks)
      : shared{.io = io,
               .options = options,
               .callbacks = std::move(callbacks),
               .buffered = 0,
               .connections = 0,
               .sessions = {},
               .draining = false,
               .ended = false},
        acceptor(listen(io, options)),
        endpoint(acceptor.local_endpoint()),
        pause(io) {}
  ~State() { shared.ended = true; }

  void accept();
  void on_accept(const ErrorCode& error, tcp::socket socket);
  void begin_session(tcp::socket socket);
  void begin_drain();
  void close_all();

  HttpShared shared;  // outlives the sessions, which end with `io` at the latest
  asio::io_context io{1};
  tcp::acceptor acceptor;
  const tcp::endpoint endpoint;
  asio::steady_timer pause;
  std::thread thread;
};

void HttpServer::State::accept() {
  acceptor.async_accept(
      [this](const ErrorCode& error, tcp::socket socket) { on_accept(error, std::move(socket)); });
}

void HttpServer::State::on_accept(const ErrorCode& error, tcp::socket socket) {
  if (!error) begin_session(std::move(socket));  // also one that came in just before the end
  if (shared.draining || error == asio::error::operation_aborted) return;
  if (!error) return accept();
  // Out of descriptors or memory: waiting clients keep waiting.
  pause.expires_after(100ms);
  pause.async_wait([this](const ErrorCode& stopped) {
    if (!stopped) accept();
  });
}

void HttpServer::State::begin_session(tcp::socket socket) {
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (shared.connections >= shared.options.max_connections) {
    const auto oldest = std::find_if(shared.sessions.begin(), shared.sessions.end(),
                                     [](const HttpSession* session) { return session->is_reading(); });
    if (oldest == shared.sessions.end()) return;  // all are at work: the new one is closed
    (*oldest)->close();
  }
  HttpSession::make(std::move(socket), shared)->start();
}

void HttpServer::State::begin_drain() {
  if (shared.draining) return;
  // Those that the system has already connected are not turned away.
  for (ErrorCode error; !error;) {
    tcp::socket socket(io);
    acceptor.accept(socket, error);
    if (!error) begin_session(std::move(socket));
  }
  shared.draining = true;
  ErrorCode ignored;
  acceptor.close(ignored);
  pause.cancel();
  for (HttpSession* session : shared.sessions) session->finish();
}

void HttpServer::State::close_all() {
  for (HttpSession* session : shared.sessions) session->close();
}

HttpServer::HttpServer(const HttpServerOptions& options, HttpServerCallbacks callbacks)
    : state_(std::make_unique<State>(options, std::move(callbacks))) {}

HttpServer::~HttpServer() { drain(0ms); }

void HttpServer::start() {
  state_->accept();
  state_->thread = std::thread([this] {
    const auto work = asio::make_work_guard(state_->io);
    state_->io.run();
  });
}

void HttpServer::drain(std::chrono::milliseconds patience) {
  if (!state_->thread.joinable()) return;
  const auto end = std::chrono::steady_clock::now() + patience;
  std::promise<void> begun;
  asio::post(state_->io, [&] {
    state_->begin_drain();
    asio::post(state_->io, [&] { begun.set_value(); });  // after any connection that is just being accepted
  });
  begun.get_future().wait();
  while (state_->shared.connections > 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(5ms);
  asio::post(state_->io, [this] {
    state_->close_all();
    state_->io.stop();
  });
  state_->thread.join();
}

int HttpServer::port() const { return state_->endpoint.port(); }

std::string HttpServer::url() const {
  const tcp::endpoint& endpoint = state_->endpoint;
  const std::string host = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("http://[{}]:{}", host, endpoint.port())
                                    : fmt::format("http://{}:{}", host, endpoint.port());
}

int HttpServer::connections() const { return state_->shared.connections; }

}  // namespace jtp
