// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace jtp {

// A received request, complete with its body.
struct WebRequest {
  std::string method;                            // "GET"
  std::string path;                              // percent-decoded, without the query
  std::map<std::string, std::string> query{};    // percent-decoded; the last one of each name
  std::map<std::string, std::string> headers{};  // lower-case names; the first one of each name
  std::string body{};

  // The value of a header, or "" if it is absent.
  std::string_view header(const std::string& name) const;
};

struct WebResponse {
  int status = 200;
  std::map<std::string, std::string> headers{};  // without Content-Length, Connection and Date
  std::string body{};
};

// ASCII letters in lower case, other bytes unchanged.
std::string lower_ascii(std::string_view text);

// "Not Found" for 404; "Status" for a number that this server does not use.
std::string_view reason_of(int status);

// Splits a target such as "/a%20b?c=d+e" into request.path and request.query. Returns false and changes
// nothing if it is not a path, has malformed escapes or contains control characters.
bool set_target(WebRequest& request, std::string_view target);

// Parses "c=d+e", as browsers encode a form; nothing if an escape is malformed.
std::optional<std::map<std::string, std::string>> parse_query(std::string_view text);

// The type of a Content-Type without its parameters, in lower case: "multipart/form-data".
std::string media_type(std::string_view content_type);

// A parameter of a header such as Content-Type or Content-Disposition, unquoted; nothing if it is absent.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

}  // namespace jtp
