// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace jtp {

// Which proxies are used.
enum class HttpProxies {
  kFromEnvironment,  // as libcurl reads them: HTTPS_PROXY, NO_PROXY, ...
  kNone,
};

struct HttpSettings {
  std::string user_agent = "jtp";
  HttpProxies proxies = HttpProxies::kFromEnvironment;
  std::filesystem::path ca_file;  // trusted certificates (PEM); empty: the system's
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds head_timeout{10'000};  // for a whole HEAD request
  std::chrono::seconds stall_timeout{10};  // a GET or POST that receives no byte for this long is aborted
};

enum class HttpMethod { kHead, kGet, kPost };

// Which redirects send() follows. A redirect that is not followed is returned as the answer (status 3xx).
enum class HttpRedirects {
  kNone,
  kRelative,  // only those that do not name a host
  kAll,
};

// The body of a POST.
struct HttpBody {
  std::string type;  // "application/json"
  std::string bytes;
};

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  std::string url;
  std::string bearer_token;  // sent only to the origin (scheme, host, port) of `url`; empty: none
  std::uint64_t offset = 0;  // "Range: bytes=offset-" when not 0
  HttpRedirects redirects = HttpRedirects::kAll;  // must be kNone for a POST
  // Further headers by name, for example one with a key; sent to the same origin as bearer_token.
  std::map<std::string, std::string> headers{};
  HttpBody body{};  // for a POST
};

enum class HttpOutcome {
  kAnswered,     // a complete answer, whatever its status
  kUnreachable,  // no connection: unknown host, refused, no route
  kBroken,       // connected, but timed out or closed before the end
};

struct HttpResponse {
  HttpOutcome outcome = HttpOutcome::kAnswered;
  std::string failure;  // why there is no complete answer
  int status = 0;       // 0 until the first line of the answer
  std::string url;      // the one that answered, after redirects
  std::chrono::seconds retry_after{0};
  std::map<std::string, std::string> headers;  // with lower-case names; only the headers that a hub client
                                               // needs
  std::string explanation{};  // the first kilobytes of the body if the status is not 200 or 206

  // The value of a header, or "" if it is absent.
  std::string header(const std::string& name) const;
};

// An HTTP and HTTPS client for one thread. It checks certificates, ignores cookies and .netrc, and keeps
// connections between requests.
class HttpClient {
 public:
  // Receives the body of a 200 or 206 answer piece by piece, with the status and headers received so far. An
  // exception from it ends the transfer and leaves send().
  using BodySink = std::function<void(const HttpResponse& head, std::span<const std::byte> bytes)>;

  // `cancelled` must outlive the client; send() checks it at least once a second.
  HttpClient(HttpSettings settings, const std::atomic<bool>& cancelled);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // A failing network is an outcome, not an exception. Throws Error: kCancelled; kNetwork for failures that a
  // retry cannot cure (an invalid certificate, too many redirects, a redirect from https to http); kUsage for
  // a bad URL, token or header.
  HttpResponse send(const HttpRequest& request, const BodySink& sink = nullptr);

 private:
  struct Connection;

  HttpResponse transfer(const HttpRequest& request, const std::string& url, const BodySink& sink);

  HttpSettings settings_;
  const std::atomic<bool>& cancelled_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace jtp
