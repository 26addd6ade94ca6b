// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "jtp/http/client.h"
#include "jtp/hub/options.h"

namespace jtp {

// One file of a repository on a hub.
struct FileAddress {
  std::string repo;  // "owner/name"
  std::string revision;
  std::string path;

  std::string text() const { return repo + "/" + path; }  // for messages
};

// What the hub says about a file before it is downloaded.
struct RemoteFile {
  std::string commit;  // 40 hexadecimal digits
  std::string etag;    // identifies the content and is a valid file name: see ExpectedContent
  std::uint64_t size = 0;
};

// The two requests that a download needs, as huggingface.co defines them. The token is sent only to the
// origin of the endpoint.
class HubClient {
 public:
  // All three must outlive the client.
  HubClient(const HubOptions& options, const PullEvents& events, const std::atomic<bool>& cancelled);

  // Asks with HEAD, retrying temporary failures. Nothing if the repository has no such file. Throws Error:
  // kNetwork (unreachable, refused, not a hub), kModel (no such repository or revision), kCancelled.
  std::optional<RemoteFile> describe(const FileAddress& address);

  // A single GET from `offset` on, following redirects; the caller checks the answer.
  HttpResponse get(const FileAddress& address, std::uint64_t offset, const HttpClient::BodySink& sink);

  // Throws an Error for an answer other than 2xx that names the file and says what to do.
  [[noreturn]] void refuse(const FileAddress& address, const HttpResponse& response) const;

 private:
  HttpRequest request(const FileAddress& address) const;

  const HubOptions& options_;
  const PullEvents& events_;
  const std::atomic<bool>& cancelled_;
  HttpClient http_;
};

// "HTTP status 503" or the network error, for messages.
std::string describe_failure(const HttpResponse& response);

}  // namespace jtp
