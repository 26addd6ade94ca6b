// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/http_session.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <ctime>
#include <type_traits>
#include <utility>

namespace jtp {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

constexpr std::size_t kMaxHead = 16 * 1024;             // bytes, like most servers
constexpr std::size_t kSlowestBytesPerSecond = 65'536;  // half a megabit: slower clients are cut off
constexpr auto kDiscardTime = 2s;

// The time limit for moving `bytes`.
std::chrono::milliseconds time_for(std::size_t bytes, std::chrono::milliseconds least) {
  return least + std::chrono::seconds(bytes / kSlowestBytesPerSecond);
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// The header of an answer, including the empty line.
std::string format_head(const WebResponse& response, std::string_view framing, bool keep_alive) {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  for (const auto& [name, value] : response.headers) text += fmt::format("{}: {}\r\n", name, value);
  text += framing;
  text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return text;
}

}  // namespace

// The bytes of one request's body, counted in `buffered` while they are held.
struct HttpSession::BodyCharge {
  explicit BodyCharge(std::atomic<std::size_t>& total) : buffered(total) {}
  ~BodyCharge() { buffered -= bytes; }
  BodyCharge(const BodyCharge&) = delete;
  BodyCharge& operator=(const BodyCharge&) = delete;

  std::atomic<std::size_t>& buffered;
  std::size_t bytes = 0;
};

std::shared_ptr<HttpSession> HttpSession::make(asio::ip::tcp::socket socket, HttpShared& shared) {
  const auto end = [&shared](HttpSession* session) {
    std::unique_ptr<HttpSession> owned(session);
    if (shared.ended || shared.io.get_executor().running_in_this_thread()) return;
    asio::post(shared.io, [owned = std::move(owned)] {});
  };
  return std::shared_ptr<HttpSession>(new HttpSession(std::move(socket), shared), end);
}

HttpSession::HttpSession(asio::ip::tcp::socket socket, HttpShared& shared)
    : shared_(shared),
      place_(shared.sessions.insert(shared.sessions.end(), this)),
      socket_(std::move(socket)),
      deadline_(socket_.get_executor()),
      buffer_(kMaxHead * 4) {
  ++shared_.connections;
}

HttpSession::~HttpSession() {
  shared_.sessions.erase(place_);
  --shared_.connections;
}

void HttpSession::limit_time(std::chrono::milliseconds time) {
  timed_out_ = false;
  deadline_.expires_after(time);
  deadline_.async_wait([weak = weak_from_this()](const Error& error) {
    const auto self = weak.lock();
    // If the timer has been reset since, it has not expired, even if the old wait was already complete.
    if (error || !self || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
    self->on_deadline();
  });
}

void HttpSession::on_deadline() {
  timed_out_ = true;
  Error ignored;
  if (is_reading() && parser_ && buffer_.size() + parser_->get().body().size() > 0) {
    socket_.cancel(ignored);  // the read fails, and its handler reports the timeout
  } else {
    close();
  }
}

void HttpSession::close() {
  closing_ = true;
  keep_alive_ = false;
  if (const auto exchange = exchange_.lock()) exchange->set_gone();
  deadline_.cancel();
  Error ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

void HttpSession::finish() {
  keep_alive_ = false;
  if (is_reading() && !request_.method.size()) limit_time(1s);
}

void HttpSession::read_head() {
  parser_.emplace();
  parser_->header_limit(kMaxHead);
  parser_->body_limit(shared_.options.max_body);
  request_ = {};
  status_ = 0;
  ++round_;
  begin_ = std::chrono::steady_clock::now();
  limit_time(shared_.draining ? std::chrono::milliseconds(1s) : shared_.options.head_timeout);
  http::async_read_header(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](const Error& error, std::size_t) { self->on_head(error); });
}

void HttpSession::on_head(const Error& error) {
  if (closing_) return;
  if (error) return refuse_broken(error);
  begin_ = std::chrono::steady_clock::now();
  keep_alive_ = parser_->get().version() == 11 && parser_->get().keep_alive() && !shared_.draining;
  if (!take_head()) {
    closing_ = true;
    return take_response(shared_.callbacks.refuse(400));
  }
  if (auto refused = shared_.callbacks.admit(request_)) {
    closing_ = !parser_->is_done();  // its body is not worth waiting for
    keep_alive_ = keep_alive_ && !closing_;
    exchange_pending_ = true;
    return take_response(std::move(*refused));
  }
  const auto length = parser_->content_length();
  if (length && *length > shared_.options.max_body) return refuse_broken(http::error::body_limit);
  charge_ = std::make_shared<BodyCharge>(shared_.buffered);
  limit_time(time_for(length ? static_cast<std::size_t>(*length) : shared_.options.max_body,
                      shared_.options.body_timeout));
  if (lower_ascii(view(parser_->get()[http::field::expect])) == "100-continue") {
    static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(kGoOn),
                      [self = shared_from_this()](const Error& failed, std::size_t) {
                        failed ? self->close() : self->read_body();
                      });
    return;
  }
  read_body();
}

// Answers a request that violates HTTP or a limit, if an answer is of use, and ends the connection.
void HttpSession::refuse_broken(const Error& error) {
  if (closing_) return;
  int status = 0;
  if (timed_out_) {
    status = 408;
  } else if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    status = 431;
  } else if (error == http::error::body_limit) {
    status = 413;
  } else if (error.category() == make_error_code(http::error::bad_target).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    status = 400;
  }
  if (status == 0) return close();
  closing_ = true;
  take_response(shared_.callbacks.refuse(status));
}

// Copies the header from the parser to request_; false if the header is malformed or ambiguous.
bool HttpSession::take_head() {
  const auto& head = parser_->get();
  request_.method = std::string(head.method_string());
  for (const auto& field : head) {
    const std::string name = lower_ascii(view(field.name_string()));
    const bool added = request_.headers.emplace(name, std::string(field.value())).second;
    if (!added && (name == "host" || name == "origin" || name == "authorization" || name == "content-type")) {
      return false;
    }
  }
  return set_target(request_, view(head.target()));
}

void HttpSession::read_body() {
  if (parser_->is_done()) return dispatch();
  http::async_read_some(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](const Error& error, std::size_t) { self->on_body(error); });
}

void HttpSession::on_body(const Error& error) {
  if (closing_) return;
  if (error) return refuse_broken(error);
  if (!charge_body()) {
    closing_ = true;
    return take_response(shared_.callbacks.refuse(503));
  }
  read_body();
}

// False if all requests together exceed the memory limit.
bool HttpSession::charge_body() {
  const std::size_t size = parser_->get().body().size();
  shared_.buffered += size - charge_->bytes;
  charge_->bytes = size;
  return shared_.buffered <= shared_.options.max_buffered;
}

void HttpSession::dispatch() {
  deadline_.cancel();
  WebRequest request = request_;
  request.body = std::move(parser_->get().body());
  exchange_pending_ = true;
  // Answers go through the server's thread. `send` keeps the session alive and the body counted.
  auto send = [self = shared_from_this(), charge = std::move(charge_)](Reply reply) {
    asio::post(self->socket_.get_executor(),
               [self, reply = std::move(reply)]() mutable { self->take(std::move(reply)); });
  };
  const auto exchange = std::make_shared<Exchange>(std::move(request), std::move(send));
  exchange_ = exchange;
  shared_.callbacks.handle(exchange);
  if (buffer_.size() == 0) watch();
}

// While a request is being handled, waits for its client to disconnect.
void HttpSession::watch() {
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this(), round = round_](const Error& error) {
                       if (error || self->closing_ || !self->exchange_pending_ || self->round_ != round)
                         return;
                       Error failure;
                       const std::size_t available = self->socket_.available(failure);
                       if (failure || available == 0)
                         self->close();  // readable without data: the client has disconnected
                     });
}

void HttpSession::take(Reply reply) {
  if (!socket_.is_open() || !exchange_pending_) return;
  std::visit(
      [this](auto& part) {
        using Part = std::decay_t<decltype(part)>;
        if constexpr (std::is_same_v<Part, WebResponse>) take_response(std::move(part));
        if constexpr (std::is_same_v<Part, StreamHead>) take_head_of_stream(std::move(part.head));
        if constexpr (std::is_same_v<Part, StreamPiece>) take_piece(part.text);
        if constexpr (std::is_same_v<Part, StreamEnd>) {
          if (chunked_) output_.emplace_back("0\r\n\r\n");
          end_answer();
        }
      },
      reply);
}

void HttpSession::take_response(WebResponse response) {
  exchange_pending_ = true;
  shared_.callbacks.decorate(request_, response);
  status_ = response.status;
  if (closing_ || shared_.draining) keep_alive_ = false;
  const bool bodiless = status_ == 204 || status_ == 304;
  const std::string length = bodiless ? "" : fmt::format("Content-Length: {}\r\n", response.body.size());
  std::string text = format_head(response, length, keep_alive_);
  if (request_.method != "HEAD" && !bodiless) text += response.body;
  output_.push_back(std::move(text));
  end_answer();
}

void HttpSession::take_head_of_stream(WebResponse head) {
  shared_.callbacks.decorate(request_, head);
  status_ = head.status;
  chunked_ = parser_->get().version() == 11;  // older clients read until the connection closes
  if (!chunked_ || shared_.draining) keep_alive_ = false;
  output_.push_back(format_head(head, chunked_ ? "Transfer-Encoding: chunked\r\n" : "", keep_alive_));
  if (output_.size() == 1) write_next();
}

void HttpSession::take_piece(const std::string& text) {
  if (text.empty()) return;
  output_.push_back(chunked_ ? fmt::format("{:x}\r\n{}\r\n", text.size(), text) : text);
  if (output_.size() == 1) write_next();
}

void HttpSession::end_answer() {
  answer_ends_ = true;
  if (output_.empty()) output_.emplace_back();  // so that on_written() is called
  if (output_.size() == 1) write_next();
}

void HttpSession::write_next() {
  limit_time(time_for(output_.front().size(), shared_.options.body_timeout));
  asio::async_write(
      socket_, asio::buffer(output_.front()),
      [self = shared_from_this()](const Error& error, std::size_t) { self->on_written(error); });
}

void HttpSession::on_written(const Error& error) {
  if (error || !socket_.is_open()) return close();
  output_.pop_front();
  if (!output_.empty()) return write_next();
  deadline_.cancel();
  if (!answer_ends_) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
  shared_.callbacks.answered(request_, status_, elapsed.count());
  answer_ends_ = chunked_ = exchange_pending_ = false;
  exchange_.reset();
  Error ignored;
  socket_.cancel(ignored);  // watch()
  if (keep_alive_) return read_head();
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  closing_ = true;
  limit_time(kDiscardTime);
  discard();
}

// Reads and discards input for a short time: if a connection is closed while its client is still sending, the
// client may lose the answer.
void HttpSession::discard() {
  buffer_.consume(buffer_.size());
  socket_.async_read_some(buffer_.prepare(kMaxHead),
                          [self = shared_from_this()](const Error& error, std::size_t) {
                            error ? self->close() : self->discard();
                          });
}

}  // namespace jtp
