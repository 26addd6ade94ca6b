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

// Where a Hydrus client listens, and the key that its user has made for us (services > review services >
// client api).
struct HydrusAddress {
  std::string url = "http://127.0.0.1:45869";
  std::string access_key;  // 64 hexadecimal digits
};

// What files have to be: all of the terms, each a tag, a "-tag", a "system:..." predicate, or several of them
// of which one is enough.
using HydrusQuery = std::vector<std::vector<std::string>>;

// What to do with tags that the user has taken from a file before.
enum class DeletedTags { kLeaveOut, kAddAgain };

inline constexpr std::size_t kHydrusBatch = 256;  // files per describe(), as Hydrus itself takes them

// One thread's connection to a Hydrus client, by its Client API. Nothing stands between: neither proxies nor
// redirects. Throws Error: kUsage for what the client refuses (a key, rights, a search; its words are in the
// message), kNetwork where there is no client or what it answers makes no sense, kNotFound for a file that it
// does not have, kCancelled.
class HydrusClient {
 public:
  // Throws Error kUsage for what is no URL or no key. `cancelled` outlives the client.
  HydrusClient(HydrusAddress address, HttpSettings settings, const std::atomic<bool>& cancelled);

  HydrusAccess access();
  std::vector<HydrusService> tag_services();

  // The numbers of all files that fit, the first imported first.
  std::vector<std::int64_t> search(const HydrusQuery& query);

  // What the client knows of up to kHydrusBatch of them, with their tags in one service; those that it does
  // not know any more are missing.
  std::vector<HydrusFile> describe(std::span<const std::int64_t> ids, const std::string& service_key);

  // The bytes of a file. Throws Error kUnsupported for more than 2 GiB.
  std::vector<std::byte> fetch(const HydrusFile& file);

  // Adds tags, as hydrus_tag() spells them, to files. Tags that a file has already change nothing.
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
