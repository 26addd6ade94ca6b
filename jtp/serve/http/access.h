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
  std::string api_key{};               // empty: none is asked for
  std::vector<std::string> hosts{};    // further values of Host that are this server: "tagger.example:443"
  std::vector<std::string> origins{};  // pages of other origins that may use the API: "https://example.net"
};

// Whether an address is reached from this machine only: 127.0.0.0/8, ::1, localhost.
bool is_loopback(std::string_view host);

// What a route gives away decides how much its callers have to show.
enum class Protection {
  kOpen,  // the page's files, /health: the Host has to be right
  kApi,   // the origin and the key too
};

// Who may ask: by Host (a page whose name was rebound to this machine's address shows its own), by Origin
// and Sec-Fetch-Site (a page of another origin, in the browser of a user who may), by key.
class AccessPolicy {
 public:
  // `host` and `port`: where the server listens. Throws Error kUsage for a host that others reach without an
  // API key, for a key that no header can carry, and for an origin that is no "scheme://host".
  AccessPolicy(AccessOptions options, std::string_view host, int port);

  // Why `request` may not, or nothing.
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
  std::optional<std::string> any_address_port_;  // listening on every address: ":7860" behind any of them
  std::string key_digest_;
};

}  // namespace jtp
