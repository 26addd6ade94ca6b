// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/pull.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/hub/cache.h"
#include "jtp/hub/client.h"
#include "jtp/hub/download.h"
#include "jtp/hub/verify.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct FoundFile {
  const HubFile* file;
  std::optional<RemoteFile> remote;  // nothing: an optional file that the repository lacks
};

void check_pin(const ModelSpec& spec, const HubFile& file, const RemoteFile& remote) {
  if (!file.pin || file.pin->policy != PinPolicy::kMustMatch) return;
  const bool other_hash = remote.etag.size() == file.pin->sha256.size() && remote.etag != file.pin->sha256;
  if (remote.size == file.pin->size && !other_hash) return;
  fail(ErrorKind::kModel,
       "{}/{}: not the expected file: {} bytes, etag {} instead of {} bytes, sha256 {}; to download it "
       "anyway: jtp pull {}/{}",
       spec.repo, file.path, remote.size, remote.etag, file.pin->size, file.pin->sha256, spec.repo,
       file.path);
}

[[noreturn]] void fail_missing(const ModelSpec& spec, const HubFile& file) {
  if (&file == &spec.weights()) {
    fail(ErrorKind::kModel, "{}: has no {} at revision \"{}\"", spec.repo, file.path, spec.revision);
  }
  fail(ErrorKind::kModel, "{}: has no {}; a model is useless without its tag names", spec.repo, file.path);
}

// All files come from one commit, that of the weights: a push between two requests must not mix two models.
std::vector<FoundFile> describe_all(HubClient& client, const ModelSpec& spec) {
  std::vector<FoundFile> found;
  std::string revision = spec.revision;
  for (const HubFile& file : spec.files) {
    std::optional<RemoteFile> remote = client.describe({spec.repo, revision, file.path});
    if (!remote && file.need == FileNeed::kRequired) fail_missing(spec, file);
    if (remote) {
      check_pin(spec, file, *remote);
      if (found.empty()) revision = remote->commit;
      remote->commit = revision;
    }
    found.push_back({&file, remote});
  }
  return found;
}

// The pinned hash decides: an etag that is not a SHA-256 has not proved the content yet.
void check_content(const DownloadContext& context, const ModelSpec& spec, const FoundFile& found,
                   const fs::path& entry) {
  const HubFile& file = *found.file;
  if (!file.pin || found.remote->etag == file.pin->sha256) return;
  const auto wrong = content_mismatch(entry, {file.pin->size, file.pin->sha256}, context.cancelled);
  if (!wrong) return;
  if (file.pin->policy == PinPolicy::kMustMatch) {
    std::error_code ignored;
    fs::remove(entry, ignored);
    fs::remove(context.cache.blob(found.remote->etag), ignored);
    fail(ErrorKind::kModel, "{}/{}: not the expected file: {}", spec.repo, file.path, *wrong);
  }
  if (context.events.notice) {
    context.events.notice(fmt::format("{}/{}: not the expected tag list: {}", spec.repo, file.path, *wrong));
  }
}

fs::path find_offline(const ModelSpec& spec, const HubOptions& options) {
  if (options.cached == CachedFiles::kVerify) {
    fail(ErrorKind::kUsage, "{}: cannot be verified without the hub; unset HF_HUB_OFFLINE", spec.text);
  }
  if (auto weights = find_cached(spec, options.cache_dir)) return *weights;
  fail(ErrorKind::kModel, "{}: not in {}; unset HF_HUB_OFFLINE to download it", spec.text,
       options.cache_dir.string());
}

}  // namespace

fs::path pull_model(const ModelSpec& spec, const HubOptions& options, const PullEvents& events,
                    const std::atomic<bool>& cancelled) {
  if (options.offline) return find_offline(spec, options);
  if (options.cached == CachedFiles::kTrust) {
    if (auto weights = find_cached(spec, options.cache_dir, SnapshotTrust::kCertain)) return *weights;
  }
  HubClient client(options, events, cancelled);
  const HubCache cache(options.cache_dir, spec.repo);
  const DownloadContext context{client, cache, options, events, cancelled};
  const std::vector<FoundFile> files = describe_all(client, spec);
  const std::string& commit = files.front().remote->commit;
  for (const FoundFile& found : files) {
    if (!found.remote) {
      cache.mark_absent(commit, found.file->path);
      continue;
    }
    download(context, {spec.repo, commit, found.file->path}, *found.remote);
    check_content(context, spec, found, cache.entry(commit, found.file->path));
  }
  cache.set_commit(spec.revision, commit);
  return cache.entry(commit, spec.weights().path);
}

}  // namespace jtp
