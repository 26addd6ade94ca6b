// SPDX-License-Identifier: Apache-2.0
#include "tests/hydrus/fake_hydrus.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "jtp/base/digest.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

constexpr int kLocalTagService = 5;
constexpr int kTagRepository = 0;
constexpr std::size_t kMaxFiles = 256;

// An error answer.
struct Refusal {
  int status;
  std::string text;
};

ServerReply json_reply(Json json, int status = 200) {
  json["version"] = 81;
  json["hydrus_version"] = 640;
  ServerReply reply;
  reply.status = status;
  reply.headers["Content-Type"] = "application/json";
  reply.body = json.dump();
  return reply;
}

std::string percent_decoded(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    result += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return result;
}

std::map<std::string, std::string> parse_query(const std::string& query) {
  std::map<std::string, std::string> parameters;
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string part = query.substr(begin, end - begin);
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) throw Refusal{400, "a parameter without a value: " + part};
    parameters[part.substr(0, equals)] = percent_decoded(part.substr(equals + 1));
    begin = end + 1;
  }
  return parameters;
}

Json json_parameter(const std::map<std::string, std::string>& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  if (found == parameters.end()) throw Refusal{400, "The required parameter \"" + name + "\" was missing!"};
  return Json::parse(found->second);
}

// How Hydrus stores a tag: lower case, single spaces, no prefix with another meaning. A single leading colon
// is doubled; any other first colon ends a namespace.
std::string clean(std::string tag) {
  std::transform(tag.begin(), tag.end(), tag.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string spaced;
  for (const char c : tag) {
    if (c != ' ' || (!spaced.empty() && spaced.back() != ' ')) spaced += c;
  }
  while (spaced.ends_with(' ')) spaced.pop_back();
  while (spaced.starts_with('-')) spaced.erase(0, 1);
  if (spaced.starts_with(':') && spaced.find(':', 1) == std::string::npos) spaced = ":" + spaced;
  if (spaced.empty()) throw Refusal{400, "a tag is empty"};
  return spaced;
}

void allow(const std::map<std::string, std::string>& parameters, const std::set<std::string>& known) {
  for (const auto& [name, value] : parameters) {
    if (!known.contains(name)) throw Refusal{400, "unknown parameter " + name};
  }
}

}  // namespace

FakeHydrus::FakeHydrus()
    : services_{{kMyTags, {"my tags", kLocalTagService}},
                {kAiTags, {"ai tags", kLocalTagService}},
                {kRepository, {"public tags", kTagRepository}}},
      server_(std::make_unique<HttpServer>(
          "127.0.0.1", [this](const ServerRequest& request) { return reply(request); })) {}

void FakeHydrus::set_permissions(std::set<int> permissions) {
  const std::lock_guard lock(mutex_);
  permissions_ = std::move(permissions);
}

void FakeHydrus::set_service_name(const std::string& key, const std::string& name) {
  const std::lock_guard lock(mutex_);
  services_.at(key).first = name;
}

void FakeHydrus::set_script(Script script) {
  const std::lock_guard lock(mutex_);
  script_ = std::move(script);
}

std::string FakeHydrus::add_file(const std::string& bytes, const std::string& mime) {
  const std::lock_guard lock(mutex_);
  File file{std::ssize(files_) + 1000, sha256_hex(as_bytes(bytes)), mime, bytes, {}};
  for (const auto& [key, service] : services_) file.tags[key];
  files_.push_back(file);
  return file.sha256;
}

void FakeHydrus::add_tag(const std::string& sha256, const std::string& service, const std::string& tag) {
  const std::lock_guard lock(mutex_);
  Tags& tags = file(sha256).tags.at(service);
  tags.current.insert(clean(tag));
  tags.deleted.erase(clean(tag));
}

void FakeHydrus::delete_tag(const std::string& sha256, const std::string& service, const std::string& tag) {
  const std::lock_guard lock(mutex_);
  Tags& tags = file(sha256).tags.at(service);
  tags.current.erase(clean(tag));
  tags.deleted.insert(clean(tag));
}

std::set<std::string> FakeHydrus::tags(const std::string& sha256, const std::string& service) const {
  const std::lock_guard lock(mutex_);
  return file(sha256).tags.at(service).current;
}

int FakeHydrus::count(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(path);
  return found == counts_.end() ? 0 : found->second;
}

FakeHydrus::File& FakeHydrus::file(const std::string& sha256) {
  return const_cast<File&>(std::as_const(*this).file(sha256));
}

const FakeHydrus::File& FakeHydrus::file(const std::string& sha256) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const File& file) { return file.sha256 == sha256; });
  if (found == files_.end()) throw Refusal{404, "no file " + sha256};
  return *found;
}

ServerReply FakeHydrus::reply(const ServerRequest& request) {
  const std::lock_guard lock(mutex_);
  const std::string path = request.target.substr(0, request.target.find('?'));
  ++counts_[path];
  if (script_) {
    if (auto scripted = script_(request)) return *scripted;
  }
  try {
    const bool has_query = path.size() < request.target.size();
    return answer(path, parse_query(has_query ? request.target.substr(path.size() + 1) : ""), request);
  } catch (const Refusal& refusal) {
    return json_reply({{"error", refusal.text}, {"status_code", refusal.status}}, refusal.status);
  } catch (const std::exception& error) {
    return json_reply({{"error", error.what()}, {"status_code", 400}}, 400);
  }
}

ServerReply FakeHydrus::answer(const std::string& path, const Parameters& parameters,
                               const ServerRequest& request) {
  const std::string key = request.header("hydrus-client-api-access-key");
  if (key.empty()) throw Refusal{401, "You need an access key!"};
  if (key != kKey) throw Refusal{403, "Did not find an entry for that access key!"};
  if (path == "/verify_access_key") {
    return json_reply(
        {{"name", "autotagger"}, {"permits_everything", false}, {"basic_permissions", permissions_}});
  }
  if (permissions_.empty()) throw Refusal{403, "You do not have permission to do this!"};
  if (path == "/get_services") return services();
  const int needed = path == "/add_tags/add_tags" ? 2 : 3;
  if (!permissions_.contains(needed)) throw Refusal{403, "You do not have permission to do this!"};
  if (path == "/add_tags/add_tags" && request.method == "POST") return edit_tags(request);
  if (path == "/get_files/search_files" && request.method == "GET") return search(parameters);
  if (path == "/get_files/file_metadata" && request.method == "GET") return metadata(parameters);
  if (path == "/get_files/file" && request.method == "GET") return bytes(parameters);
  throw Refusal{404, "There is no " + request.method + " " + path};
}

ServerReply FakeHydrus::services() const {
  Json services = Json::object();
  for (const auto& [key, service] : services_)
    services[key] = {{"name", service.first}, {"type", service.second}, {"type_pretty", "a service"}};
  services["616c6c206b6e6f776e2074616773"] = {
      {"name", "all known tags"}, {"type", 10}, {"type_pretty", "virtual combined tag service"}};
  return json_reply({{"services", services}});
}

// Newest first, unless requested otherwise.
ServerReply FakeHydrus::search(const Parameters& parameters) const {
  allow(parameters,
        {"tags", "file_service_key", "tag_service_key", "include_current_tags", "include_pending_tags",
         "file_sort_type", "file_sort_asc", "return_file_ids", "return_hashes"});
  const Json terms = json_parameter(parameters, "tags");
  if (!terms.is_array()) throw Refusal{400, "tags must be a list"};
  Json ids = Json::array();
  for (const File& file : files_) {
    const bool fits_all = std::all_of(terms.begin(), terms.end(), [&](const Json& term) {
      if (term.is_string()) return fits(file, term);
      return std::any_of(term.begin(), term.end(), [&](const Json& one) { return fits(file, one); });
    });
    if (fits_all) ids.push_back(file.id);
  }
  const auto ascending = parameters.find("file_sort_asc");
  if (ascending == parameters.end() || ascending->second != "true") std::reverse(ids.begin(), ids.end());
  return json_reply({{"file_ids", ids}});
}

bool FakeHydrus::fits(const File& file, const std::string& term) const {
  if (term == "system:everything" || term == "system:inbox") return true;
  if (term.starts_with("system:")) throw Refusal{400, "could not parse the predicate " + term};
  if (term.starts_with('-')) return !fits(file, term.substr(1));
  return std::any_of(file.tags.begin(), file.tags.end(),
                     [&](const auto& tags) { return tags.second.current.contains(clean(term)); });
}

ServerReply FakeHydrus::metadata(const Parameters& parameters) const {
  allow(parameters, {"file_ids", "include_services_object", "include_notes", "include_milliseconds"});
  const Json ids = json_parameter(parameters, "file_ids");
  if (ids.size() > kMaxFiles) throw Refusal{400, "more than a batch of files"};
  Json metadata = Json::array();
  for (const Json& id : ids) {
    const auto found =
        std::find_if(files_.begin(), files_.end(), [&](const File& file) { return file.id == id; });
    if (found == files_.end()) {
      metadata.push_back({{"file_id", id}, {"hash", nullptr}});
      continue;
    }
    Json tags = Json::object();
    for (const auto& [service, states] : found->tags) {
      Json storage = Json::object();
      if (!states.current.empty()) storage["0"] = states.current;
      if (!states.deleted.empty()) storage["2"] = states.deleted;
      tags[service] = {{"storage_tags", storage}, {"display_tags", storage}};
    }
    metadata.push_back({{"file_id", found->id},
                        {"hash", found->sha256},
                        {"size", found->bytes.size()},
                        {"mime", found->mime},
                        {"ext", ".bin"},
                        {"is_local", true},
                        {"tags", tags}});
  }
  return json_reply({{"metadata", metadata}});
}

ServerReply FakeHydrus::bytes(const Parameters& parameters) const {
  allow(parameters, {"file_id", "hash", "download"});
  for (const File& file : files_) {
    if (std::to_string(file.id) != parameters.at("file_id")) continue;
    ServerReply reply;
    reply.headers["Content-Type"] = file.mime;
    reply.body = file.bytes;
    return reply;
  }
  throw Refusal{404, "That file does not exist"};
}

ServerReply FakeHydrus::edit_tags(const ServerRequest& request) {
  if (request.header("content-type") != "application/json") throw Refusal{400, "no application/json"};
  const Json body = Json::parse(request.body);
  for (const auto& [name, value] : body.items()) {
    if (name != "hashes" && name != "service_keys_to_tags" && name != "override_previously_deleted_mappings")
      throw Refusal{400, "unknown parameter " + name};
  }
  const bool override_deleted = body.value("override_previously_deleted_mappings", true);
  for (const auto& [key, tags] : body.at("service_keys_to_tags").items()) {
    if (!services_.contains(key) || services_.at(key).second != kLocalTagService)
      throw Refusal{400, "no tag service " + key};
    for (const std::string sha256 : body.at("hashes")) {
      Tags& own = file(sha256).tags.at(key);
      for (const std::string raw : tags) {
        const std::string tag = clean(raw);
        if (own.deleted.contains(tag) && !override_deleted) continue;
        own.deleted.erase(tag);
        own.current.insert(tag);
      }
    }
  }
  return ServerReply{};
}

}  // namespace jtp::test
