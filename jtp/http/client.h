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

// Which proxies stand between.
enum class HttpProxies {
  kFromEnvironment,  // as libcurl takes them: HTTPS_PROXY, NO_PROXY, ...
  kNone,
};

struct HttpSettings {
  std::string user_agent = "jtp";
  HttpProxies proxies = HttpProxies::kFromEnvironment;
  std::filesystem::path ca_file;  // trusted certificates (PEM); empty: those of the system
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds head_timeout{10'000};  // a whole HEAD request
  std::chrono::seconds stall_timeout{10};  // a GET or POST that brings not one byte for so long is cut
};

enum class HttpMethod { kHead, kGet, kPost };

// Which redirects send() follows; another one is itself the answer (status 3xx).
enum class HttpRedirects {
  kNone,
  kRelative,  // only those that name no host
  kAll,
};

// What a POST sends.
struct HttpBody {
  std::string type;  // "application/json"
  std::string bytes;
};

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  std::string url;
  std::string bearer_token;  // sent to the origin (scheme, host, port) of `url` alone; empty: none
  std::uint64_t offset = 0;  // "Range: bytes=offset-" when not 0
  HttpRedirects redirects = HttpRedirects::kAll;  // of a POST: kNone
  // Further headers by name, such as one with a key; sent where bearer_token is.
  std::map<std::string, std::string> headers{};
  HttpBody body{};  // of a POST
};

enum class HttpOutcome {
  kAnswered,     // a complete answer, whatever its status
  kUnreachable,  // no connection: unknown host, refused, no route
  kBroken,       // connected, but timed out or cut before the end
};

struct HttpResponse {
  HttpOutcome outcome = HttpOutcome::kAnswered;
  std::string failure;  // why there is no complete answer
  int status = 0;       // 0 before the first line of an answer
  std::string url;      // that answered, after redirects
  std::chrono::seconds retry_after{0};
  std::map<std::string, std::string> headers;  // lower-case names, only those that a hub client needs
  std::string explanation{};  // the first kilobytes of the body of an answer other than 200 and 206

  // The value of a header, or "" where it is absent.
  std::string header(const std::string& name) const;
};

// One thread's connection to the network: HTTP and HTTPS (certificates checked), no cookies, no .netrc.
// Connections are kept between requests.
class HttpClient {
 public:
  // Receives the body of a 200 or 206 answer piece by piece, beside what is known of the answer so far. What
  // it throws ends the transfer and comes out of send().
  using BodySink = std::function<void(const HttpResponse& head, std::span<const std::byte> bytes)>;

  // `cancelled` outlives the client; send() looks at it at least once a second.
  HttpClient(HttpSettings settings, const std::atomic<bool>& cancelled);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // A network that fails is an outcome, not an exception. Throws Error: kCancelled; kNetwork for what no
  // repetition mends (a certificate that does not hold, too many redirects, a redirect from https to http);
  // kUsage for a bad URL, token or header.
  HttpResponse send(const HttpRequest& request, const BodySink& sink = nullptr);

 private:
  struct Connection;

  HttpResponse transfer(const HttpRequest& request, const std::string& url, const BodySink& sink);

  HttpSettings settings_;
  const std::atomic<bool>& cancelled_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace jtp
