// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// What a Hydrus client answers, read from its JSON (docs/developer_api.md of the Hydrus network). The parsers
// throw Error kNetwork for what is no such answer.

// The numbers of the Client API.
enum class HydrusPermission { kEditTags = 2, kFetchFiles = 3 };

// What a key is allowed to do.
struct HydrusAccess {
  std::string name;  // that the user gave it
  bool everything = false;
  std::set<int> permissions;

  bool permits(HydrusPermission permission) const {
    return everything || permissions.contains(static_cast<int>(permission));
  }
};

struct HydrusService {
  std::string key;   // hexadecimal; stays
  std::string name;  // the user may change it, and two services may share one
  bool operator==(const HydrusService&) const = default;
};

struct HydrusFile {
  std::int64_t id = 0;
  std::string sha256;  // lower-case hexadecimal
  std::string mime;    // "image/png"
  std::uint64_t size = 0;
  // In one tag service, as hydrus_tag() spells them:
  std::set<std::string> tags;          // that it has
  std::set<std::string> deleted_tags;  // that the user has taken away
};

// Whether jtp decodes files of this kind.
bool is_picture(std::string_view mime);

// /verify_access_key
HydrusAccess parse_access(std::string_view json);

// /get_services: the local tag services. Throws Error kUnsupported for clients that do not list services by
// key yet.
std::vector<HydrusService> parse_tag_services(std::string_view json);

// /get_files/search_files
std::vector<std::int64_t> parse_file_ids(std::string_view json);

// /get_files/file_metadata: the files that the client knows, with their tags in one service.
std::vector<HydrusFile> parse_files(std::string_view json, const std::string& service_key);

// What an answer that is an error says: the field "error" of its JSON, or the first line of its text; at most
// 300 bytes.
std::string parse_refusal(std::string_view body);

}  // namespace jtp
