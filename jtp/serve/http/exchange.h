// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <variant>

#include "jtp/serve/http/refusal.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

// What goes back to a client: one whole answer, or the head of a stream, its pieces and its end.
struct StreamHead {
  WebResponse head;  // without a body
};
struct StreamPiece {
  std::string text;
};
struct StreamEnd {};
using Reply = std::variant<WebResponse, StreamHead, StreamPiece, StreamEnd>;

// One request and the way back to its client. Any thread may answer, at any time, but one at a time. An
// exchange that is destroyed without an answer is answered with 500: no client waits for ever.
class Exchange {
 public:
  // `send` is called from the thread that answers.
  Exchange(WebRequest request, std::function<void(Reply)> send)
      : request_(std::move(request)), send_(std::move(send)) {}
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const WebRequest& request() const { return request_; }

  // Before the request is handled: what the places in the route's pattern held ("m" for "/v2/models/{m}"),
  // and how the route refuses.
  void set_route(std::map<std::string, std::string> path_fields, RefusalFormat format);
  const std::string& path_field(const std::string& name) const { return path_fields_.at(name); }

  // The whole answer. Later answers are ignored: who refuses need not know whether work has been done.
  void respond(WebResponse response);
  void refuse(const Refusal& refusal) { respond(format_(refusal)); }

  // A stream in place of respond().
  void open_stream(WebResponse head);
  void send_piece(std::string text);
  void close_stream();

  // Whether the client has hung up: nobody reads the answer, and the work for it need not be done.
  bool gone() const { return gone_; }
  void set_gone() { gone_ = true; }

 private:
  WebRequest request_;
  std::map<std::string, std::string> path_fields_;
  RefusalFormat format_ = format_refusal;
  std::function<void(Reply)> send_;
  std::atomic<bool> answered_{false};
  std::atomic<bool> streaming_{false};
  std::atomic<bool> gone_{false};
};

}  // namespace jtp
