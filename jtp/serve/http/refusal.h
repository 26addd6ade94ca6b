// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

// Why a whole request is refused. Each family of routes has its own format.
struct Refusal {
  int status = 500;
  std::string code;     // from docs/http-api.md: "bad_request", ...
  std::string message;  // one human-readable line
  std::map<std::string, std::string> headers{};
};

using RefusalFormat = WebResponse (*)(const Refusal&);

Refusal bad_request(std::string message);
Refusal not_found(std::string_view code, std::string message);
Refusal method_not_allowed(const std::string& allowed);
Refusal unsupported_media_type(std::string_view wanted);
// Asks the client to try again after `retry_after`.
Refusal queue_full(std::chrono::seconds retry_after);
Refusal shutting_down();

// kUsage, kInvalidInput: 400; kUnsupported: 413; kModel, kDevice: 503. Everything else is a server fault
// (500) whose message is not sent.
Refusal refusal_of(const Error& error);

// The refusal of a request before it has a route: 400, 408, 413, 431, 503.
Refusal refusal_of_status(int status);

// {"error":{"code","message"}}, the format of jtp's own API and the default of all other routes.
WebResponse format_refusal(const Refusal& refusal);

// An answer with the status and headers of `refusal` and a JSON text.
WebResponse refuse_with_json(const Refusal& refusal, std::string json);

}  // namespace jtp
