// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/exchange.h"

#include <utility>

namespace jtp {

Exchange::~Exchange() {
  if (!answered_) send_(format_(refusal_of(Error(ErrorKind::kInternal, "no answer"))));
  if (streaming_) send_(StreamEnd{});
}

void Exchange::set_route(std::map<std::string, std::string> path_fields, RefusalFormat format) {
  path_fields_ = std::move(path_fields);
  format_ = format;
}

void Exchange::respond(WebResponse response) {
  if (answered_.exchange(true)) return;
  send_(std::move(response));
}

void Exchange::open_stream(WebResponse head) {
  if (answered_.exchange(true)) return;
  streaming_ = true;
  send_(StreamHead{std::move(head)});
}

void Exchange::send_piece(std::string text) {
  if (streaming_) send_(StreamPiece{std::move(text)});
}

void Exchange::close_stream() {
  if (streaming_.exchange(false)) send_(StreamEnd{});
}

}  // namespace jtp
