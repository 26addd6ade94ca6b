// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// The JSON answers of a Hydrus client (docs/developer_api.md of the Hydrus network). The parsers throw Error
// kNetwork for anything else.

// Permissions, with the numbers of the Client API.
enum class HydrusPermission { kEditTags = 2, kFetchFiles = 3 };

// What an access key permits.
struct HydrusAccess {
  std::string name;  // given by the user
  bool everything = false;
  std::set<int> permissions;

  bool permits(HydrusPermission permission) const {
    return everything || permissions.contains(static_cast<int>(permission));
  }
};

struct HydrusService {
  std::string key;   // hexadecimal; never changes
  std::string name;  // the user may change it, and two services may have the same one
  bool operator==(const HydrusService&) const = default;
};

struct HydrusFile {
  std::int64_t id = 0;
  std::string sha256;  // lower-case hexadecimal
  std::string mime;    // "image/png"
  std::uint64_t size = 0;
  // Tags in one tag service, spelled as by hydrus_tag():
  std::set<std::string> tags;          // present on the file
  std::set<std::string> deleted_tags;  // removed by the user
};

// Whether jtp decodes files of this kind.
bool is_picture(std::string_view mime);

// /verify_access_key
HydrusAccess parse_access(std::string_view json);

// /get_services: the local tag services. Throws Error kUnsupported for clients that are too old to list
// services by key.
std::vector<HydrusService> parse_tag_services(std::string_view json);

// /get_files/search_files
std::vector<std::int64_t> parse_file_ids(std::string_view json);

// /get_files/file_metadata: the files that the client knows, with their tags in one service.
std::vector<HydrusFile> parse_files(std::string_view json, const std::string& service_key);

// The reason in an error answer: the field "error" of its JSON, or the first line of its text; at most 300
// bytes.
std::string parse_refusal(std::string_view body);

}  // namespace jtp
