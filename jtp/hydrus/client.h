// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "jtp/http/client.h"
#include "jtp/hydrus/answers.h"

namespace jtp {

// Where a Hydrus client listens, and the access key that the user created for jtp (services > review services
// > client api).
struct HydrusAddress {
  std::string url = "http://127.0.0.1:45869";
  std::string access_key;  // 64 hexadecimal digits
};

// A search: a file must match all terms. A term is a tag, a "-tag", a "system:..." predicate, or a list of
// these of which one must match.
using HydrusQuery = std::vector<std::vector<std::string>>;

// What to do with tags that the user has removed from a file before.
enum class DeletedTags { kLeaveOut, kAddAgain };

inline constexpr std::size_t kHydrusBatch = 256;  // files per describe(), as in Hydrus itself

// One thread's connection to a Hydrus client through its Client API, without proxies or redirects. Throws
// Error: kUsage if the client refuses a request (key, permission, search; the message has its words),
// kNetwork if no client answers or the answer makes no sense, kNotFound for a file that the client does not
// have, kCancelled.
class HydrusClient {
 public:
  // Throws Error kUsage for an invalid URL or key. `cancelled` must outlive the client.
  HydrusClient(HydrusAddress address, HttpSettings settings, const std::atomic<bool>& cancelled);

  HydrusAccess access();
  std::vector<HydrusService> tag_services();

  // The ids of all files that match, oldest import first.
  std::vector<std::int64_t> search(const HydrusQuery& query);

  // What the client knows about up to kHydrusBatch files, with their tags in one service. Files that it no
  // longer knows are missing from the result.
  std::vector<HydrusFile> describe(std::span<const std::int64_t> ids, const std::string& service_key);

  // The bytes of a file. Throws Error kUnsupported for more than 2 GiB.
  std::vector<std::byte> fetch(const HydrusFile& file);

  // Adds tags, spelled as by hydrus_tag(), to files. Tags that a file already has change nothing.
  void add_tags(std::span<const std::string> sha256s, const std::string& service_key,
                std::span<const std::string> tags, DeletedTags deleted);

 private:
  using Parameters = std::map<std::string, std::string>;

  HttpRequest request(const std::string& path, const Parameters& parameters) const;
  std::string get(const std::string& path, const Parameters& parameters);
  void check(const std::string& path, const HttpResponse& response) const;

  HydrusAddress address_;
  HttpClient http_;
};

}  // namespace jtp
