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

// An answer to a client: one complete response, or the head of a stream, its pieces and its end.
struct StreamHead {
  WebResponse head;  // without a body
};
struct StreamPiece {
  std::string text;
};
struct StreamEnd {};
using Reply = std::variant<WebResponse, StreamHead, StreamPiece, StreamEnd>;

// One request and the way to answer it. Any thread may answer at any time, but only one at a time. An
// exchange that is destroyed without an answer sends 500, so that no client waits forever.
class Exchange {
 public:
  // `send` is called from the thread that answers.
  Exchange(WebRequest request, std::function<void(Reply)> send)
      : request_(std::move(request)), send_(std::move(send)) {}
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const WebRequest& request() const { return request_; }

  // Called before the request is handled, with the values of the placeholders in the route's pattern ("m" for
  // "/v2/models/{m}") and the route's format of refusals.
  void set_route(std::map<std::string, std::string> path_fields, RefusalFormat format);
  const std::string& path_field(const std::string& name) const { return path_fields_.at(name); }

  // The complete answer. Later answers are ignored, so refuse() is safe even after an answer.
  void respond(WebResponse response);
  void refuse(const Refusal& refusal) { respond(format_(refusal)); }

  // A stream instead of respond().
  void open_stream(WebResponse head);
  void send_piece(std::string text);
  void close_stream();

  // Whether the client has disconnected, so that the work for the answer can be skipped.
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
