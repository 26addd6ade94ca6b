// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

// Why a request as a whole is not done. Each family of routes writes it in its own way.
struct Refusal {
  int status = 500;
  std::string code;     // of docs/http-api.md: "bad_request", ...
  std::string message;  // one line for people
  std::map<std::string, std::string> headers{};
};

using RefusalFormat = WebResponse (*)(const Refusal&);

Refusal bad_request(std::string message);
Refusal not_found(std::string_view code, std::string message);
Refusal method_not_allowed(const std::string& allowed);
Refusal unsupported_media_type(std::string_view wanted);
// Try again in so many seconds.
Refusal queue_full(std::chrono::seconds retry_after);
Refusal shutting_down();

// kUsage, kInvalidInput: 400; kUnsupported: 413; kModel, kDevice: 503; everything else is a fault of the
// server, whose message stays here.
Refusal refusal_of(const Error& error);

// What a connection is refused with before there is a route: 400, 408, 413, 431, 503.
Refusal refusal_of_status(int status);

// {"error":{"code","message"}}, the way of the API of its own and of everything that has no other.
WebResponse format_refusal(const Refusal& refusal);

// An answer with the headers of `refusal` and a JSON text.
WebResponse refuse_with_json(const Refusal& refusal, std::string json);

}  // namespace jtp
