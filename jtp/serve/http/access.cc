// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/access.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "jtp/base/base64.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

std::string digest_of(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

// Whether two digests are equal. The time does not depend on where they differ.
bool same_digest(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

// "127.0.0.1", "[::1]": names that no DNS server can redirect.
bool is_address(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) return true;
  return !host.empty() && std::all_of(host.begin(), host.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0 || c == '.'; });
}

std::string bracketed(std::string_view host) {
  const bool is_v6 = host.find(':') != std::string_view::npos && !host.starts_with('[');
  return is_v6 ? fmt::format("[{}]", host) : std::string(host);
}

// The key from "Bearer KEY", or the password from "Basic ..." with any user name.
std::optional<std::string> key_of(std::string_view authorization) {
  const std::size_t space = authorization.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string scheme = lower_ascii(authorization.substr(0, space));
  const std::string_view rest = authorization.substr(space + 1);
  if (scheme == "bearer") return std::string(rest);
  if (scheme != "basic") return std::nullopt;
  const auto pair = decode_base64(rest);
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return pair->substr(colon + 1);
}

Refusal forbidden(std::string_view code, std::string message) {
  return {.status = 403, .code = std::string(code), .message = std::move(message)};
}

void check_key(std::string_view key) {
  if (std::any_of(key.begin(), key.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7F; })) {
    fail(ErrorKind::kUsage, "the API key may contain only visible ASCII characters");
  }
}

void check_origin(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos || scheme == 0 ||
      origin.find('/', scheme + 3) != std::string_view::npos || scheme + 3 == origin.size() ||
      origin.find('*') != std::string_view::npos) {
    fail(ErrorKind::kUsage, "{} is not an origin such as https://example.net", origin);
  }
}

}  // namespace

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]" ||
         (host.starts_with("127.") && is_address(host));
}

AccessPolicy::AccessPolicy(AccessOptions options, std::string_view host, int port)
    : options_(std::move(options)) {
  if (!is_loopback(host) && options_.api_key.empty()) {
    fail(ErrorKind::kUsage, "{} can be reached from other machines; an API key is required", host);
  }
  check_key(options_.api_key);
  for (std::string& origin : options_.origins) {
    check_origin(origin);
    origin = lower_ascii(origin);
  }
  if (!options_.api_key.empty()) key_digest_ = digest_of(options_.api_key);
  const std::string suffix = fmt::format(":{}", port);
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"})
    hosts_.push_back(std::string(name) + suffix);
  hosts_.push_back(lower_ascii(bracketed(host)) + suffix);
  for (const std::string& name : options_.hosts) hosts_.push_back(lower_ascii(name));
  if (host == "0.0.0.0" || host == "::" || host == "[::]") any_address_port_ = suffix;
}

bool AccessPolicy::knows_host(std::string_view host) const {
  const std::string wanted = lower_ascii(host);
  if (std::find(hosts_.begin(), hosts_.end(), wanted) != hosts_.end()) return true;
  if (!any_address_port_ || !wanted.ends_with(*any_address_port_)) return false;
  return is_address(std::string_view(wanted).substr(0, wanted.size() - any_address_port_->size()));
}

bool AccessPolicy::is_own(std::string_view origin) const {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return knows_host(origin.substr(scheme.size()));
  }
  return false;
}

bool AccessPolicy::is_allowed(std::string_view origin) const {
  return std::find(options_.origins.begin(), options_.origins.end(), lower_ascii(origin)) !=
         options_.origins.end();
}

bool AccessPolicy::holds_key(const WebRequest& request) const {
  const auto key = key_of(request.header("authorization"));
  return key && same_digest(digest_of(*key), key_digest_);
}

std::optional<Refusal> AccessPolicy::refuse(const WebRequest& request, Protection protection) const {
  if (!knows_host(request.header("host"))) {
    return forbidden("forbidden_host", "the Host header does not name this server");
  }
  if (protection == Protection::kOpen) return std::nullopt;
  const std::string_view origin = request.header("origin");
  const std::string_view site = request.header("sec-fetch-site");
  const bool from_elsewhere =
      !origin.empty() ? !is_own(origin) : !site.empty() && site != "same-origin" && site != "none";
  if (from_elsewhere && !is_allowed(origin)) {
    return forbidden("forbidden_origin", "pages of other origins may not use this server");
  }
  if (!key_digest_.empty() && !holds_key(request)) {
    return Refusal{.status = 401,
                   .code = "unauthorized",
                   .message = "the API key is missing or wrong",
                   .headers = {{"WWW-Authenticate", "Basic realm=\"jtp\", charset=\"UTF-8\""}}};
  }
  return std::nullopt;
}

WebResponse AccessPolicy::preflight(const WebRequest& request) const {
  WebResponse response{.status = 204, .headers = {{"Vary", "Origin"}}, .body = {}};
  if (!is_allowed(request.header("origin"))) return response;
  response.headers["Access-Control-Allow-Methods"] = "GET, POST";
  response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type";
  response.headers["Access-Control-Max-Age"] = "600";
  allow_reading(request, response);
  return response;
}

void AccessPolicy::allow_reading(const WebRequest& request, WebResponse& response) const {
  const std::string_view origin = request.header("origin");
  if (origin.empty() || !is_allowed(origin)) return;
  response.headers["Access-Control-Allow-Origin"] = std::string(origin);
  response.headers["Vary"] = "Origin";
}

}  // namespace jtp
