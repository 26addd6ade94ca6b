// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/refusal.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/http/json_text.h"

namespace jtp {

Refusal bad_request(std::string message) {
  return {.status = 400, .code = "bad_request", .message = std::move(message)};
}

Refusal not_found(std::string_view code, std::string message) {
  return {.status = 404, .code = std::string(code), .message = std::move(message)};
}

Refusal method_not_allowed(const std::string& allowed) {
  return {.status = 405,
          .code = "method_not_allowed",
          .message = "this address allows only " + allowed,
          .headers = {{"Allow", allowed}}};
}

Refusal unsupported_media_type(std::string_view wanted) {
  return {
      .status = 415, .code = "unsupported_media_type", .message = fmt::format("the body must be {}", wanted)};
}

Refusal queue_full(std::chrono::seconds retry_after) {
  return {.status = 429,
          .code = "queue_full",
          .message = fmt::format("too many pictures are waiting; try again in {} s", retry_after.count()),
          .headers = {{"Retry-After", std::to_string(retry_after.count())}}};
}

Refusal shutting_down() {
  return {.status = 503,
          .code = "shutting_down",
          .message = "the server is shutting down",
          .headers = {{"Retry-After", "10"}}};
}

Refusal refusal_of(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kUsage:
    case ErrorKind::kInvalidInput:
      return bad_request(error.what());
    case ErrorKind::kUnsupported:
      return {.status = 413, .code = "too_large", .message = error.what()};
    case ErrorKind::kModel:
    case ErrorKind::kDevice:
      return {.status = 503,
              .code = "model_unavailable",
              .message = "the model cannot be loaded; the server's log says why",
              .headers = {{"Retry-After", "60"}}};
    case ErrorKind::kCancelled:
      return shutting_down();
    case ErrorKind::kNotFound:
    case ErrorKind::kIo:
    case ErrorKind::kNetwork:
    case ErrorKind::kInternal:
      break;
  }
  return {.status = 500, .code = "internal", .message = "the server failed; its log says why"};
}

Refusal refusal_of_status(int status) {
  switch (status) {
    case 408:
      return {.status = 408, .code = "too_slow", .message = "the request did not arrive in time"};
    case 413:
      return {.status = 413, .code = "too_large", .message = "the body is larger than this server allows"};
    case 431:
      return {.status = 431, .code = "too_large", .message = "the request header is too large"};
    case 503:
      return {.status = 503,
              .code = "overloaded",
              .message = "too much data is being received at once; try again in 5 s",
              .headers = {{"Retry-After", "5"}}};
    default:
      return bad_request("malformed HTTP request");
  }
}

WebResponse refuse_with_json(const Refusal& refusal, std::string json) {
  WebResponse response = json_response(std::move(json));
  response.status = refusal.status;
  response.headers.insert(refusal.headers.begin(), refusal.headers.end());
  return response;
}

WebResponse format_refusal(const Refusal& refusal) {
  const AnswerJson json = {{"error", {{"code", refusal.code}, {"message", refusal.message}}}};
  return refuse_with_json(refusal, to_text(json));
}

}  // namespace jtp
