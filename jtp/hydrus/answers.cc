// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/answers.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr int kLocalTagService = 5;  // a type of service
// The states of a tag on a file, as the API numbers them.
constexpr const char* kCurrent = "0";
constexpr const char* kPending = "1";
constexpr const char* kDeleted = "2";
constexpr std::size_t kMaxRefusal = 300;

// Numbers in JSON may be fractions, or have hundreds of digits.
template <std::integral Int>
Int whole_number(const Json& json) {
  const bool fits = json.is_number_unsigned()
                        ? std::in_range<Int>(json.get<std::uint64_t>())
                        : json.is_number_integer() && std::in_range<Int>(json.get<std::int64_t>());
  if (!fits) {
    throw std::out_of_range(fmt::format("{} is not a whole number from {} to {}", json.dump().substr(0, 40),
                                        std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max()));
  }
  return json.get<Int>();
}

// The result of `read` for an answer that has a version number, as those of a Hydrus client do.
template <typename Read>
auto parse(std::string_view what, std::string_view text, const Read& read) {
  try {
    const Json json = Json::parse(text);
    (void)whole_number<int>(json.at("version"));
    return read(json);
  } catch (const Json::exception& error) {
    fail(ErrorKind::kNetwork, "{}: not the answer of a Hydrus client: {}", what, error.what());
  } catch (const std::out_of_range& error) {
    fail(ErrorKind::kNetwork, "{}: not the answer of a Hydrus client: {}", what, error.what());
  }
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::set<std::string> tags_in(const Json& by_state, const char* state) {
  const auto found = by_state.find(state);
  return found == by_state.end() ? std::set<std::string>() : found->get<std::set<std::string>>();
}

HydrusFile to_file(const Json& json, const std::string& service_key) {
  HydrusFile file{.id = whole_number<std::int64_t>(json.at("file_id")),
                  .sha256 = json.at("hash").get<std::string>(),
                  .mime = json.at("mime").get<std::string>(),
                  .size = json.at("size").is_null() ? 0 : whole_number<std::uint64_t>(json.at("size")),
                  .tags = {},
                  .deleted_tags = {}};
  if (!is_sha256(file.sha256))
    fail(ErrorKind::kNetwork, "file {}: the client does not give its SHA-256", file.id);
  const Json& services = json.at("tags");
  const auto service = services.find(service_key);
  if (service == services.end()) return file;
  const Json& by_state = service->at("storage_tags");
  file.tags = tags_in(by_state, kCurrent);
  file.tags.merge(tags_in(by_state, kPending));
  file.deleted_tags = tags_in(by_state, kDeleted);
  return file;
}

}  // namespace

bool is_picture(std::string_view mime) {
  constexpr std::array<std::string_view, 11> kPictures = {
      "image/jpeg", "image/jpg",  "image/png",  "image/apng", "image/gif",          "image/webp",
      "image/bmp",  "image/tiff", "image/avif", "image/jxl",  "image/avif-sequence"};
  return std::find(kPictures.begin(), kPictures.end(), mime) != kPictures.end();
}

HydrusAccess parse_access(std::string_view json) {
  return parse("/verify_access_key", json, [](const Json& answer) {
    HydrusAccess access{.name = answer.value("name", ""),
                        .everything = answer.value("permits_everything", false),
                        .permissions = {}};
    for (const Json& permission : answer.at("basic_permissions"))
      access.permissions.insert(whole_number<int>(permission));
    return access;
  });
}

std::vector<HydrusService> parse_tag_services(std::string_view json) {
  return parse("/get_services", json, [](const Json& answer) {
    const auto services = answer.find("services");
    if (services == answer.end()) {
      fail(ErrorKind::kUnsupported, "the client's API has version {}, which is too old; update Hydrus",
           whole_number<int>(answer.at("version")));
    }
    std::vector<HydrusService> tag_services;
    for (const auto& [key, service] : services->items()) {
      if (whole_number<int>(service.at("type")) == kLocalTagService)
        tag_services.push_back({key, service.at("name").get<std::string>()});
    }
    return tag_services;
  });
}

std::vector<std::int64_t> parse_file_ids(std::string_view json) {
  return parse("/get_files/search_files", json, [](const Json& answer) {
    std::vector<std::int64_t> ids;
    for (const Json& id : answer.at("file_ids")) ids.push_back(whole_number<std::int64_t>(id));
    return ids;
  });
}

std::vector<HydrusFile> parse_files(std::string_view json, const std::string& service_key) {
  return parse("/get_files/file_metadata", json, [&](const Json& answer) {
    std::vector<HydrusFile> files;
    for (const Json& file : answer.at("metadata")) {
      // A file id that the client does not know has no hash.
      if (!file.at("file_id").is_null() && !file.at("hash").is_null())
        files.push_back(to_file(file, service_key));
    }
    return files;
  });
}

std::string parse_refusal(std::string_view body) {
  const Json json = Json::parse(body, nullptr, false);
  std::string text(body);
  if (json.is_object() && json.contains("error") && json["error"].is_string()) text = json["error"];
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, std::min(text.find_first_of("\r\n", begin) - begin, kMaxRefusal));
}

}  // namespace jtp
