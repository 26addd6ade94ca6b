// SPDX-License-Identifier: Apache-2.0
#include "jtp/http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <exception>
#include <string_view>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/http/url.h"

namespace jtp {
namespace {

constexpr int kMaxRedirects = 5;
constexpr long kBufferSize = 128 << 10;          // at most, per call of a sink
constexpr std::size_t kMaxErrorBody = 64 << 10;  // of an answer that is not a success
constexpr std::size_t kMaxExplanation = 4 << 10;
constexpr std::array<std::string_view, 9> kKeptHeaders = {"content-length", "content-range", "content-type",
                                                          "etag",           "location",      "x-error-code",
                                                          "x-linked-etag",  "x-linked-size", "x-repo-commit"};

// Initialises libcurl once per process (thread-safe since 7.84); it is never cleaned up.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK)
    fail(ErrorKind::kInternal, "libcurl cannot be initialised: {}", curl_easy_strerror(started));
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK) fail(ErrorKind::kUsage, "libcurl rejects a setting: {}", curl_easy_strerror(code));
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();  // `longer` starts with it
  list.reset(longer);
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool has_control_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

// One request and its answer, as seen by libcurl's callbacks.
struct Transfer {
  CURL* handle;
  const HttpClient::BodySink& sink;
  const std::atomic<bool>& cancelled;
  HttpResponse response;
  std::size_t unread = 0;
  std::exception_ptr thrown;

  bool succeeded() const { return response.status == 200 || response.status == 206; }
  bool wanted() const { return sink && succeeded(); }
  bool enough() const { return !wanted() && unread > kMaxErrorBody; }
};

int status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

// Exceptions must not cross libcurl, so they are stored in the transfer.
std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.response.status = status_of(transfer.handle);
  try {
    if (!transfer.wanted()) {
      transfer.unread += size;
      std::string& explanation = transfer.response.explanation;
      if (!transfer.succeeded())
        explanation.append(data, std::min(size, kMaxExplanation - explanation.size()));
      return transfer.enough() ? CURL_WRITEFUNC_ERROR : size;
    }
    transfer.sink(transfer.response, std::as_bytes(std::span(data, size)));
    return size;
  } catch (...) {
    transfer.thrown = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

void keep_header(Transfer& transfer, std::string_view line) {
  if (line.starts_with("HTTP/")) transfer.response.headers.clear();  // drops those of an interim answer
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lower_case(line.substr(0, colon));
  if (std::find(kKeptHeaders.begin(), kKeptHeaders.end(), name) == kKeptHeaders.end()) return;
  transfer.response.headers[name] = trimmed(line.substr(colon + 1));
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  try {
    keep_header(transfer, {data, size});
    return size;
  } catch (...) {
    transfer.thrown = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->cancelled.load() ? 1 : 0;
}

HttpOutcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return HttpOutcome::kAnswered;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return HttpOutcome::kUnreachable;
    default:
      return HttpOutcome::kBroken;
  }
}

void refuse_permanent_failures(CURLcode code, const std::string& url, const std::string& failure) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
      fail(ErrorKind::kNetwork,
           "{}: the connection is not secure: {}; SSL_CERT_FILE can name other certificates", url, failure);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      fail(ErrorKind::kUsage, "{}: {}", url, failure);
    default:
      return;
  }
}

HeaderList request_headers(const HttpRequest& request, const std::string& url) {
  HeaderList headers;
  append(headers, "Accept-Encoding: identity");
  if (request.method == HttpMethod::kPost) append(headers, "Content-Type: " + request.body.type);
  if (origin(url) != origin(request.url)) return headers;
  if (!request.bearer_token.empty()) {
    if (has_control_character(request.bearer_token)) {
      fail(ErrorKind::kUsage, "the hub token contains a control character");
    }
    append(headers, "Authorization: Bearer " + request.bearer_token);
  }
  for (const auto& [name, value] : request.headers) {
    if (has_control_character(value)) fail(ErrorKind::kUsage, "{}: contains a control character", name);
    append(headers, name + ": " + value);
  }
  return headers;
}

void set_limits(CURL* handle, const HttpSettings& settings, HttpMethod method) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_BUFFERSIZE, kBufferSize);
  set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(handle, CURLOPT_USERAGENT, settings.user_agent.c_str());
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  if (!settings.ca_file.empty()) set(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (settings.proxies == HttpProxies::kNone) set(handle, CURLOPT_PROXY, "");
  if (method == HttpMethod::kHead) {
    set(handle, CURLOPT_NOBODY, 1L);
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.head_timeout.count()));
  } else {
    set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(handle, CURLOPT_LOW_SPEED_TIME, std::max<long>(1, static_cast<long>(settings.stall_timeout.count())));
  }
}

// libcurl keeps a pointer to the body.
void set_body(CURL* handle, const HttpBody& body) {
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.bytes.size()));
  set(handle, CURLOPT_POSTFIELDS, body.bytes.data());
}

void set_callbacks(CURL* handle, Transfer& transfer) {
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_HEADERFUNCTION, &on_header);
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
}

}  // namespace

struct HttpClient::Connection {
  CURL* handle = curl_easy_init();
  Connection() = default;
  ~Connection() { curl_easy_cleanup(handle); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
};

std::string HttpResponse::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

HttpClient::HttpClient(HttpSettings settings, const std::atomic<bool>& cancelled)
    : settings_(std::move(settings)), cancelled_(cancelled) {
  start_curl();
  connection_ = std::make_unique<Connection>();
  if (connection_->handle == nullptr) fail(ErrorKind::kInternal, "libcurl cannot create a connection");
}
HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request, const BodySink& sink) {
  std::string url = request.url;
  for (int hop = 0; hop <= kMaxRedirects; ++hop) {
    HttpResponse response = transfer(request, url, sink);
    const std::string location = response.header("location");
    if (response.outcome != HttpOutcome::kAnswered || !is_redirect(response.status) || location.empty()) {
      return response;
    }
    if (request.redirects == HttpRedirects::kNone) return response;
    if (request.redirects == HttpRedirects::kRelative && names_a_host(location)) return response;
    url = redirect_target(request.url, url, location);
  }
  fail(ErrorKind::kNetwork, "{}: more than {} redirects", without_query(request.url), kMaxRedirects);
}

HttpResponse HttpClient::transfer(const HttpRequest& request, const std::string& url, const BodySink& sink) {
  CURL* handle = connection_->handle;
  curl_easy_reset(handle);  // keeps open connections
  Transfer transfer{handle, sink, cancelled_, {}, 0, nullptr};
  transfer.response.url = url;
  std::array<char, CURL_ERROR_SIZE> reason{};
  const HeaderList headers = request_headers(request, url);
  const std::string range = std::to_string(request.offset) + "-";

  set_limits(handle, settings_, request.method);
  set_callbacks(handle, transfer);
  set(handle, CURLOPT_ERRORBUFFER, reason.data());
  set(handle, CURLOPT_URL, url.c_str());
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  if (request.offset > 0) set(handle, CURLOPT_RANGE, range.c_str());
  if (request.method == HttpMethod::kPost) set_body(handle, request.body);
  const CURLcode code = curl_easy_perform(handle);

  if (transfer.thrown) std::rethrow_exception(transfer.thrown);
  if (cancelled_.load()) fail(ErrorKind::kCancelled, "{}: stopped", without_query(url));
  HttpResponse& response = transfer.response;
  response.status = status_of(handle);
  response.outcome = transfer.enough() ? HttpOutcome::kAnswered : outcome_of(code);
  if (response.outcome != HttpOutcome::kAnswered) {
    response.failure = reason[0] != '\0' ? reason.data() : curl_easy_strerror(code);
    refuse_permanent_failures(code, without_query(url), response.failure);
  }
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
  response.retry_after = std::chrono::seconds(seconds);
  return std::move(response);
}

}  // namespace jtp
