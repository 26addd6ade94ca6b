// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/http/url.h"
#include "jtp/hub/models.h"
#include "jtp/hub/retry.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxEtag = 128;

bool is_ascii_alnum(unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; }

// RFC 3986: encodes everything except the unreserved characters and those in `keep`.
std::string percent_encode(std::string_view text, std::string_view keep) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = is_ascii_alnum(static_cast<unsigned char>(c)) ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain || keep.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

// W/"abc" -> abc. The etag becomes a file name, so unusual characters are refused.
std::string clean_etag(std::string etag, const FileAddress& address) {
  if (etag.starts_with("W/")) etag.erase(0, 2);
  std::erase(etag, '"');
  const auto plain = [](unsigned char c) { return is_ascii_alnum(c) || c == '-' || c == '_'; };
  if (etag.empty() || etag.size() > kMaxEtag || !std::all_of(etag.begin(), etag.end(), plain)) {
    fail(ErrorKind::kNetwork, "{}: the hub sends an unusable etag (\"{}\")", address.text(),
         percent_encode(etag.substr(0, kMaxEtag), ""));
  }
  return etag;
}

bool is_html(const HttpResponse& response) {
  return response.header("content-type").starts_with("text/html");
}

RemoteFile read_description(const FileAddress& address, const HttpResponse& response) {
  const std::string commit = response.header("x-repo-commit");
  if (!is_commit(commit)) {
    fail(ErrorKind::kNetwork,
         "{}: not the answer of a Hugging Face hub (no X-Repo-Commit header{}); is there a proxy, a login "
         "page or a captive portal in between?",
         without_query(response.url), is_html(response) ? ", but an HTML page" : "");
  }
  const std::string linked_etag = response.header("x-linked-etag");
  const std::string linked_size = response.header("x-linked-size");
  // The length of a redirect is that of its own body.
  const bool direct = response.status < 300;
  const auto size = parse_number<std::uint64_t>(
      linked_size.empty() && direct ? response.header("content-length") : linked_size);
  if (!size) fail(ErrorKind::kNetwork, "{}: the hub does not give its size", address.text());
  return {commit, clean_etag(linked_etag.empty() ? response.header("etag") : linked_etag, address), *size};
}

// 404 for the file, not for the repository or the revision.
bool is_missing_file(const HttpResponse& response) {
  const std::string code = response.header("x-error-code");
  return response.status == 404 && (code.empty() || code == "EntryNotFound");
}

}  // namespace

HubClient::HubClient(const HubOptions& options, const PullEvents& events, const std::atomic<bool>& cancelled)
    : options_(options), events_(events), cancelled_(cancelled), http_(options.http, cancelled) {}

HttpRequest HubClient::request(const FileAddress& address) const {
  std::string endpoint = options_.endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  HttpRequest request;
  request.url = fmt::format("{}/{}/resolve/{}/{}", endpoint, percent_encode(address.repo, "/"),
                            percent_encode(address.revision, ""), percent_encode(address.path, "/"));
  request.bearer_token = options_.token;
  return request;
}

std::optional<RemoteFile> HubClient::describe(const FileAddress& address) {
  HttpRequest head = request(address);
  head.method = HttpMethod::kHead;
  head.redirects = HttpRedirects::kRelative;
  Retry retry(options_, events_, cancelled_);
  for (;;) {
    const HttpResponse response = http_.send(head);
    if (response.outcome == HttpOutcome::kUnreachable) {
      fail(ErrorKind::kNetwork, "{}: cannot reach {}: {}", address.text(), options_.endpoint,
           response.failure);
    }
    if (!is_temporary(response)) {
      if (response.status >= 200 && response.status < 400) return read_description(address, response);
      if (is_missing_file(response)) return std::nullopt;
      refuse(address, response);
    }
    retry.wait(address.text() + ": " + describe_failure(response), response.retry_after);
  }
}

HttpResponse HubClient::get(const FileAddress& address, std::uint64_t offset,
                            const HttpClient::BodySink& sink) {
  HttpRequest request = this->request(address);
  request.offset = offset;
  return http_.send(request, sink);
}

void HubClient::refuse(const FileAddress& address, const HttpResponse& response) const {
  const std::string code = response.header("x-error-code");
  if (code == "RevisionNotFound") {
    fail(ErrorKind::kModel, "{}: has no revision \"{}\"", address.repo, address.revision);
  }
  if (response.status == 404) {
    fail(ErrorKind::kModel, "{}: has no {} at revision \"{}\" (HTTP status 404)", address.repo, address.path,
         address.revision);
  }
  if (code == "GatedRepo") {
    fail(ErrorKind::kNetwork,
         "{}: a gated repository; accept its conditions at {}/{}, then set HF_TOKEN to a token of that "
         "account",
         address.repo, options_.endpoint, address.repo);
  }
  if (response.status == 401 || response.status == 403) {
    fail(ErrorKind::kNetwork, "{}: the hub refuses access (HTTP status {}): {}", address.repo,
         response.status,
         options_.token.empty() ? "it does not exist, or is private or gated and HF_TOKEN is not set"
                                : "it does not exist, or the token in HF_TOKEN may not read it");
  }
  fail(ErrorKind::kNetwork, "{}: {}", address.text(), describe_failure(response));
}

std::string describe_failure(const HttpResponse& response) {
  if (response.outcome != HttpOutcome::kAnswered) return response.failure;
  return fmt::format("HTTP status {}", response.status);
}

}  // namespace jtp
