// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "jtp/serve/http/http_server.h"

namespace jtp {

class HttpSession;

// State shared by all connections of one server. `sessions` lists the live sessions in the order in which
// they began. Everything except `buffered` and `connections` belongs to the server's thread.
struct HttpShared {
  boost::asio::io_context& io;
  HttpServerOptions options;
  HttpServerCallbacks callbacks;
  std::atomic<std::size_t> buffered{0};  // bytes of bodies
  std::atomic<int> connections{0};
  std::list<HttpSession*> sessions;
  bool draining = false;
  bool ended = false;  // only the thread that destroys the server is left
};

// One connection: reads a request, hands it over, writes the answer, and repeats. Lives as long as one of its
// operations or Exchanges is pending. All methods run in the server's thread.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  // The session is destroyed in the server's thread, whichever thread releases it last.
  static std::shared_ptr<HttpSession> make(boost::asio::ip::tcp::socket socket, HttpShared& shared);
  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  void start() { read_head(); }

  // Whether it is waiting for data from its client.
  bool is_reading() const { return !exchange_pending_ && output_.empty() && !closing_; }

  // Closes the connection after the current request, or one that arrives within a second.
  void finish();
  void close();

 private:
  using Error = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  struct BodyCharge;

  HttpSession(boost::asio::ip::tcp::socket socket, HttpShared& shared);
  void read_head();
  void on_head(const Error& error);
  void refuse_broken(const Error& error);
  bool take_head();
  void read_body();
  void on_body(const Error& error);
  bool charge_body();
  void dispatch();
  void watch();

  void take(Reply reply);
  void take_response(WebResponse response);
  void take_head_of_stream(WebResponse head);
  void take_piece(const std::string& text);
  void end_answer();
  void write_next();
  void on_written(const Error& error);
  void discard();

  void limit_time(std::chrono::milliseconds time);
  void on_deadline();

  HttpShared& shared_;
  std::list<HttpSession*>::iterator place_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;

  WebRequest request_;
  std::chrono::steady_clock::time_point begin_{};
  std::shared_ptr<BodyCharge> charge_;
  std::weak_ptr<Exchange> exchange_;
  bool exchange_pending_ = false;  // handed over, not yet answered in full
  bool timed_out_ = false;
  bool closing_ = false;      // no more requests are read
  bool keep_alive_ = true;    // after the current answer
  bool chunked_ = false;      // the stream's pieces are sent as chunks
  bool answer_ends_ = false;  // the end of the answer is in output_
  int status_ = 0;            // of the current answer
  int round_ = 0;             // requests so far
  std::deque<std::string> output_;
};

}  // namespace jtp
