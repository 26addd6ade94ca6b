// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// The origin "https://host:443", to which a token is bound. Throws Error kUsage if `url` is not a URL.
std::string origin(const std::string& url);

// Whether a Location header names a host ("https://...", "//...") rather than only a path.
bool names_a_host(const std::string& location);

// The address to which a redirect from `url` to `location` leads. `first` is the URL of the original request:
// if it uses https, a redirect to http is refused. Throws Error kNetwork for that and for schemes other than
// http and https.
std::string redirect_target(const std::string& first, const std::string& url, const std::string& location);

// `url` without its query and fragment: signed addresses must not appear in messages.
std::string without_query(const std::string& url);

}  // namespace jtp
