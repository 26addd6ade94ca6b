// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/client.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/http/url.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxJson = std::size_t{64} << 20;  // some 8 million file ids
constexpr std::uint64_t kMaxFile = std::uint64_t{2} << 30;
constexpr std::chrono::seconds kPatience{300};  // searching a large collection takes long

std::string percent_encoded(std::string_view text) {
  std::string result;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(static_cast<char>(c)) != std::string_view::npos;
    result += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  }
  return result;
}

std::string to_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

HttpSettings direct(HttpSettings settings) {
  settings.proxies = HttpProxies::kNone;
  settings.stall_timeout = kPatience;
  return settings;
}

void check_key(std::string_view key) {
  if (key.size() != 64 || key.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) {
    fail(ErrorKind::kUsage, "the access key of Hydrus must be 64 hexadecimal digits; this one has {}",
         counted(key.size(), "character"));
  }
}

Json to_json(const HydrusQuery& query) {
  Json terms = Json::array();
  for (const auto& alternatives : query)
    terms.push_back(alternatives.size() == 1 ? Json(alternatives.front()) : Json(alternatives));
  return terms;
}

ErrorKind kind_of(int status) {
  switch (status) {
    case 400:  // an invalid parameter
    case 401:  // no access key
    case 403:  // an unknown access key, or one without this permission
    case 419:  // an expired session key
      return ErrorKind::kUsage;
    case 404:
      return ErrorKind::kNotFound;
    default:
      return ErrorKind::kNetwork;
  }
}

}  // namespace

HydrusClient::HydrusClient(HydrusAddress address, HttpSettings settings, const std::atomic<bool>& cancelled)
    : address_(std::move(address)), http_(direct(std::move(settings)), cancelled) {
  (void)origin(address_.url);
  check_key(address_.access_key);
  while (address_.url.ends_with('/')) address_.url.pop_back();
}

HydrusAccess HydrusClient::access() { return parse_access(get("/verify_access_key", {})); }

std::vector<HydrusService> HydrusClient::tag_services() {
  return parse_tag_services(get("/get_services", {}));
}

std::vector<std::int64_t> HydrusClient::search(const HydrusQuery& query) {
  constexpr const char* kImportTime = "2";
  return parse_file_ids(
      get("/get_files/search_files",
          {{"tags", to_text(to_json(query))}, {"file_sort_type", kImportTime}, {"file_sort_asc", "true"}}));
}

std::vector<HydrusFile> HydrusClient::describe(std::span<const std::int64_t> ids,
                                               const std::string& service_key) {
  if (ids.empty()) return {};
  const Json list(std::vector<std::int64_t>(ids.begin(), ids.end()));
  return parse_files(
      get("/get_files/file_metadata", {{"file_ids", to_text(list)}, {"include_services_object", "false"}}),
      service_key);
}

std::vector<std::byte> HydrusClient::fetch(const HydrusFile& file) {
  if (file.size > kMaxFile) {
    fail(ErrorKind::kUnsupported, "too large ({} bytes; at most {} are read)", file.size, kMaxFile);
  }
  const std::string path = "/get_files/file";
  std::vector<std::byte> bytes;
  const HttpResponse response =
      http_.send(request(path, {{"file_id", std::to_string(file.id)}}),
                 [&](const HttpResponse&, std::span<const std::byte> piece) {
                   if (piece.size() > file.size - bytes.size()) {
                     fail(ErrorKind::kNetwork, "{}: the client sends more than the {} bytes of file {}",
                          address_.url, file.size, file.id);
                   }
                   bytes.insert(bytes.end(), piece.begin(), piece.end());
                 });
  check(path, response);
  return bytes;
}

void HydrusClient::add_tags(std::span<const std::string> sha256s, const std::string& service_key,
                            std::span<const std::string> tags, DeletedTags deleted) {
  const Json body = {
      {"hashes", std::vector<std::string>(sha256s.begin(), sha256s.end())},
      {"service_keys_to_tags", {{service_key, std::vector<std::string>(tags.begin(), tags.end())}}},
      {"override_previously_deleted_mappings", deleted == DeletedTags::kAddAgain}};
  const std::string path = "/add_tags/add_tags";
  HttpRequest post = request(path, {});
  post.method = HttpMethod::kPost;
  post.body = {"application/json", to_text(body)};
  check(path, http_.send(post));
}

HttpRequest HydrusClient::request(const std::string& path, const Parameters& parameters) const {
  HttpRequest request;
  request.url = address_.url + path;
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    request.url += separator + name + "=" + percent_encoded(value);
    separator = '&';
  }
  request.headers = {{"Hydrus-Client-API-Access-Key", address_.access_key}};
  request.redirects = HttpRedirects::kNone;
  return request;
}

std::string HydrusClient::get(const std::string& path, const Parameters& parameters) {
  std::string text;
  const HttpResponse response =
      http_.send(request(path, parameters), [&](const HttpResponse&, std::span<const std::byte> piece) {
        if (piece.size() > kMaxJson - text.size())
          fail(ErrorKind::kNetwork, "{}{}: the answer has more than {} bytes", address_.url, path, kMaxJson);
        text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
      });
  check(path, response);
  return text;
}

void HydrusClient::check(const std::string& path, const HttpResponse& response) const {
  switch (response.outcome) {
    case HttpOutcome::kUnreachable:
      fail(ErrorKind::kNetwork, "{}: no Hydrus client answers ({}); start Hydrus and enable its Client API",
           address_.url, response.failure);
    case HttpOutcome::kBroken:
      fail(ErrorKind::kNetwork, "{}{}: the connection to the Hydrus client broke: {}", address_.url, path,
           response.failure);
    case HttpOutcome::kAnswered:
      break;
  }
  if (response.status == 200) return;
  fail(kind_of(response.status), "{}{}: the Hydrus client refuses (HTTP status {}): {}", address_.url, path,
       response.status, parse_refusal(response.explanation));
}

}  // namespace jtp
