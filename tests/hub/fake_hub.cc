// SPDX-License-Identifier: Apache-2.0
#include "tests/hub/fake_hub.h"

#include <utility>

#include "jtp/base/digest.h"

namespace jtp::test {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

}  // namespace

std::string sha256_of(const std::string& content) { return sha256_hex(bytes_of(content)); }

std::string git_id_of(const std::string& content) {
  Digest digest(DigestAlgorithm::kSha1);
  digest.update(bytes_of("blob " + std::to_string(content.size()) + std::string(1, '\0')));
  digest.update(bytes_of(content));
  return digest.hex();
}

ServerReply serve_range(const ServerRequest& request, const std::string& content) {
  const std::string range = request.header("range");
  if (!range.starts_with("bytes=")) return plain_reply(200, content);
  const std::size_t begin = std::stoul(range.substr(6));
  if (begin >= content.size()) return plain_reply(416);
  ServerReply reply = plain_reply(206, content.substr(begin));
  reply.headers["Content-Range"] = "bytes " + std::to_string(begin) + "-" +
                                   std::to_string(content.size() - 1) + "/" + std::to_string(content.size());
  return reply;
}

FakeHub::FakeHub()
    : cdn_("127.0.0.2", [this](const ServerRequest& r) { return reply(cdn_side_, r, &FakeHub::answer_cdn); }),
      hub_("127.0.0.1", [this](const ServerRequest& r) { return reply(hub_side_, r, &FakeHub::answer); }) {}

void FakeHub::add(const std::string& path, const std::string& content, Storage storage) {
  const std::lock_guard lock(mutex_);
  files_[path] = {content, storage};
}

void FakeHub::set_commit(const std::string& commit) {
  const std::lock_guard lock(mutex_);
  commit_ = commit;
}

void FakeHub::script_hub(Script script) {
  const std::lock_guard lock(mutex_);
  hub_side_ = {std::move(script), {}};
}

void FakeHub::script_cdn(Script script) {
  const std::lock_guard lock(mutex_);
  cdn_side_ = {std::move(script), {}};
}

ServerReply FakeHub::reply(Side& side, const ServerRequest& request,
                           ServerReply (FakeHub::*normal)(const ServerRequest&) const) {
  Script script;
  int nth = 0;
  {
    const std::lock_guard lock(mutex_);
    script = side.script;
    nth = side.counts[request.method + request.target]++;
  }
  std::optional<ServerReply> scripted = script ? script(request, nth) : std::nullopt;
  return scripted ? *scripted : (this->*normal)(request);
}

ServerReply FakeHub::answer(const ServerRequest& request) const {
  const std::lock_guard lock(mutex_);
  const std::string base = std::string("/") + kRepo + "/resolve/";
  if (!request.target.starts_with(base)) return plain_reply(404);
  const std::string rest = request.target.substr(base.size());
  const auto found = files_.find(rest.substr(rest.find('/') + 1));
  ServerReply reply = plain_reply(404);
  if (found == files_.end()) {
    reply.headers["X-Error-Code"] = "EntryNotFound";
  } else if (found->second.storage == Storage::kLargeFile) {
    const std::string& content = found->second.content;
    reply = plain_reply(302, "Found. Redirecting");
    reply.headers["Location"] = cdn_.url() + "/" + sha256_of(content) + "?signature=secret";
    reply.headers["X-Linked-Etag"] = "\"" + sha256_of(content) + "\"";
    reply.headers["X-Linked-Size"] = std::to_string(content.size());
    reply.headers["ETag"] = "\"redirect\"";
  } else {
    reply = serve_range(request, found->second.content);
    reply.headers["ETag"] = "W/\"" + git_id_of(found->second.content) + "\"";
  }
  reply.headers["X-Repo-Commit"] = commit_;
  return reply;
}

ServerReply FakeHub::answer_cdn(const ServerRequest& request) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, file] : files_) {
    if (request.target.starts_with("/" + sha256_of(file.content))) return serve_range(request, file.content);
  }
  return plain_reply(404);
}

}  // namespace jtp::test
