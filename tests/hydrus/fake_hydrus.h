// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/http_server.h"

namespace jtp::test {

// A Hydrus client with the parts of its Client API that jtp uses, following docs/developer_api.md of the
// Hydrus network. It is strict: everything undocumented is refused.
class FakeHydrus {
 public:
  static constexpr const char* kKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static constexpr const char* kMyTags = "6c6f63616c2074616773";
  static constexpr const char* kAiTags = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  static constexpr const char* kRepository =
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

  FakeHydrus();

  std::string url() const { return server_->url(); }
  void set_permissions(std::set<int> permissions);
  void set_service_name(const std::string& key, const std::string& name);

  // Returns the SHA-256.
  std::string add_file(const std::string& bytes, const std::string& mime);
  void add_tag(const std::string& sha256, const std::string& service, const std::string& tag);
  void delete_tag(const std::string& sha256, const std::string& service, const std::string& tag);
  std::set<std::string> tags(const std::string& sha256, const std::string& service) const;

  // Replaces the client's answer if it returns something.
  using Script = std::function<std::optional<ServerReply>(const ServerRequest&)>;
  void set_script(Script script);

  // The number of requests for this path.
  int count(const std::string& path) const;

  // Stops the client, so that connections are refused.
  void quit() { server_.reset(); }

 private:
  struct Tags {
    std::set<std::string> current;
    std::set<std::string> deleted;
  };
  struct File {
    std::int64_t id;
    std::string sha256;
    std::string mime;
    std::string bytes;
    std::map<std::string, Tags> tags;  // by service
  };
  using Parameters = std::map<std::string, std::string>;

  ServerReply reply(const ServerRequest& request);
  ServerReply answer(const std::string& path, const Parameters& parameters, const ServerRequest& request);
  ServerReply services() const;
  ServerReply search(const Parameters& parameters) const;
  ServerReply metadata(const Parameters& parameters) const;
  ServerReply bytes(const Parameters& parameters) const;
  ServerReply edit_tags(const ServerRequest& request);
  bool fits(const File& file, const std::string& term) const;
  File& file(const std::string& sha256);
  const File& file(const std::string& sha256) const;

  mutable std::mutex mutex_;
  std::set<int> permissions_ = {2, 3};
  std::map<std::string, std::pair<std::string, int>> services_;  // name and type
  std::vector<File> files_;
  std::map<std::string, int> counts_;
  Script script_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace jtp::test
