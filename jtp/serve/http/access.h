// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/serve/http/refusal.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

struct AccessOptions {
  std::string api_key{};               // empty: no key is required
  std::vector<std::string> hosts{};    // further accepted Host values: "tagger.example:443"
  std::vector<std::string> origins{};  // other origins whose pages may use the API: "https://example.net"
};

// Whether an address is reachable only from this machine: 127.0.0.0/8, ::1, localhost.
bool is_loopback(std::string_view host);

// The checks that a request to a route must pass, depending on what the route reveals.
enum class Protection {
  kOpen,  // the page's files, /health: only the Host is checked
  kApi,   // the origin and the key are checked too
};

// Decides which requests are allowed. The Host stops pages whose name was rebound to this machine's address
// (DNS rebinding); Origin and Sec-Fetch-Site stop pages of other origins in the browser of an allowed user;
// the key stops everybody else.
class AccessPolicy {
 public:
  // `host` and `port`: where the server listens. Throws Error kUsage for a host that other machines can reach
  // without an API key, for a key that no header can carry, and for an origin that is not "scheme://host".
  AccessPolicy(AccessOptions options, std::string_view host, int port);

  // Why `request` is refused; nothing if it is allowed.
  std::optional<Refusal> refuse(const WebRequest& request, Protection protection) const;

  // The answer to a CORS preflight, and the headers that let a page of an allowed origin read an answer.
  WebResponse preflight(const WebRequest& request) const;
  void allow_reading(const WebRequest& request, WebResponse& response) const;

 private:
  bool knows_host(std::string_view host) const;
  bool is_own(std::string_view origin) const;
  bool is_allowed(std::string_view origin) const;
  bool holds_key(const WebRequest& request) const;

  AccessOptions options_;
  std::vector<std::string> hosts_;
  std::optional<std::string> any_address_port_;  // when listening on every address: ":7860" after any of them
  std::string key_digest_;
};

}  // namespace jtp
