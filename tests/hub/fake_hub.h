// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/http/http_server.h"

namespace jtp::test {

// The SHA-256 of `content`, and its id as a git blob.
std::string sha256_of(const std::string& content);
std::string git_id_of(const std::string& content);

enum class Storage { kGit, kLargeFile };

// A Hugging Face hub with one repository, "owner/model": git files are served by the hub at 127.0.0.1 itself,
// large ones through an absolute redirect to a second server at 127.0.0.2 (the "CDN").
class FakeHub {
 public:
  static constexpr const char* kRepo = "owner/model";
  static constexpr const char* kCommit = "0123456789abcdef0123456789abcdef01234567";

  FakeHub();

  std::string url() const { return hub_.url(); }
  std::string cdn_url() const { return cdn_.url(); }

  void add(const std::string& path, const std::string& content, Storage storage);
  void set_commit(const std::string& commit);

  // Replaces the answer of the hub (or the CDN) if it returns one. `nth` counts requests with the same method
  // and target, from 0.
  using Script = std::function<std::optional<ServerReply>(const ServerRequest&, int nth)>;
  void script_hub(Script script);
  void script_cdn(Script script);

  // What an unscripted hub answers.
  ServerReply answer(const ServerRequest& request) const;
  ServerReply answer_cdn(const ServerRequest& request) const;

  std::vector<ServerRequest> hub_requests() const { return hub_.requests(); }
  std::vector<ServerRequest> cdn_requests() const { return cdn_.requests(); }
  std::size_t request_count() const { return hub_requests().size() + cdn_requests().size(); }

 private:
  struct File {
    std::string content;
    Storage storage;
  };
  struct Side {
    Script script;
    std::map<std::string, int> counts;
  };

  ServerReply reply(Side& side, const ServerRequest& request,
                    ServerReply (FakeHub::*normal)(const ServerRequest&) const);

  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::string commit_ = kCommit;
  Side hub_side_;
  Side cdn_side_;
  HttpServer cdn_;
  HttpServer hub_;
};

// Answers like a server that supports ranges.
ServerReply serve_range(const ServerRequest& request, const std::string& content);

}  // namespace jtp::test
