// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// "https://host:443": what a token may be sent to. Throws Error kUsage for what is no URL.
std::string origin(const std::string& url);

// Whether a Location names a host of its own ("https://...", "//...") rather than a path.
bool names_a_host(const std::string& location);

// The address that a redirect from `url` to `location` leads to. `first` is what the caller asked for: who
// began with https is not sent on without it. Throws Error kNetwork for that, and for anything but http and
// https.
std::string redirect_target(const std::string& first, const std::string& url, const std::string& location);

// `url` without its query: signed addresses do not belong into messages.
std::string without_query(const std::string& url);

}  // namespace jtp
