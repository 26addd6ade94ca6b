// SPDX-License-Identifier: Apache-2.0
#include "jtp/http/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

Url parse_url(const std::string& text) {
  Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    fail(ErrorKind::kUsage, "not a URL: {}", without_query(text));
  }
  return url;
}

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

std::string origin(const std::string& text) {
  const Url url = parse_url(text);
  const std::string host = lower_case(part(url, CURLUPART_HOST));
  return part(url, CURLUPART_SCHEME) + "://" + host + ":" + part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

bool names_a_host(const std::string& location) {
  const Url url(curl_url());
  return location.starts_with("//") ||
         curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) == CURLUE_OK;
}

std::string redirect_target(const std::string& first, const std::string& url, const std::string& location) {
  const Url next = parse_url(url);
  const bool valid = curl_url_set(next.get(), CURLUPART_URL, location.c_str(), 0) == CURLUE_OK;
  const std::string scheme = part(next, CURLUPART_SCHEME);
  if (!valid || (scheme != "http" && scheme != "https")) {
    fail(ErrorKind::kNetwork, "{}: redirects to {}, which is not a web address", without_query(url),
         without_query(location));
  }
  if (scheme == "http" && first.starts_with("https:")) {
    fail(ErrorKind::kNetwork, "{}: redirects to {}, which is not encrypted", without_query(url),
         without_query(location));
  }
  return part(next, CURLUPART_URL);
}

std::string without_query(const std::string& url) { return url.substr(0, url.find_first_of("?#")); }

}  // namespace jtp
