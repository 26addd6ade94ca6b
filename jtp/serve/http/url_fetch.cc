// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/url_fetch.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {
namespace {

constexpr int kMaxRedirects = 3;

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeUrl {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

[[noreturn]] void refuse() {
  fail(ErrorKind::kNetwork, "the picture's address is not allowed (--fetch-hosts)");
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, FreeText> owned(text);
  return text;
}

// Throws unless the address is http or https, without credentials, on a listed host.
void require_listed(const std::string& url, const std::vector<std::string>& hosts) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) refuse();
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME, 0);
  if (scheme != "http" && scheme != "https") refuse();
  if (!part_of(parsed.get(), CURLUPART_USER, 0).empty()) refuse();
  std::string host = lower_ascii(part_of(parsed.get(), CURLUPART_HOST, 0));
  const std::string port = part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (port != (scheme == "http" ? "80" : "443")) host += ":" + port;
  if (host.empty() || std::find(hosts.begin(), hosts.end(), host) == hosts.end()) refuse();
}

struct Transfer {
  const UrlFetchOptions& options;
  std::string body;
};

std::size_t take_bytes(char* data, std::size_t size, std::size_t count, void* transfer) {
  auto& to = *static_cast<Transfer*>(transfer);
  if (size * count > to.options.max_bytes - to.body.size()) return 0;  // ends the transfer
  to.body.append(data, size * count);
  return size * count;
}

curl_socket_t open_socket(void* transfer, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<Transfer*>(transfer)->options.may_connect(address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void set_options(CURL* curl, const std::string& url, Transfer& transfer, std::chrono::milliseconds time) {
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // with a proxy, the checked address would be the proxy's
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "jtp");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(time.count()));
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
}

}  // namespace

std::string fetch_url(const std::string& url, const UrlFetchOptions& options) {
  const auto end = std::chrono::steady_clock::now() + options.timeout;
  std::string next = url;
  for (int hop = 0; hop <= kMaxRedirects; ++hop) {
    require_listed(next, options.hosts);
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const std::unique_ptr<CURL, FreeEasy> curl(curl_easy_init());
    Transfer transfer{options, {}};
    if (!curl || time.count() <= 0) break;
    set_options(curl.get(), next, transfer, time);
    if (curl_easy_perform(curl.get()) != CURLE_OK) break;
    long status = 0;
    const char* target = nullptr;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl.get(), CURLINFO_REDIRECT_URL, &target);
    if (status == 200) return std::move(transfer.body);
    if (target == nullptr) break;
    next = target;
  }
  fail(ErrorKind::kNetwork, "cannot fetch the picture's address");
}

}  // namespace jtp
